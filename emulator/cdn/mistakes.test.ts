import { expect, test } from 'vitest'
import type { SigningType } from '#contracts/cdn/signing-types.ts'
import { configuredDomainKeys } from '../adapters/domain-keys.ts'
import type { DomainRecord } from '../ports/records/domains.ts'
import { messageFor } from '../testing/message.ts'
import { mistakesObeyTheirLaws } from '../testing/mistakes.laws.ts'
import { canary, endless, hideNothing } from '../testing/search.ts'
import { cdnAddress } from './addressing.ts'
import { CdnCall } from './call.ts'
import { explainHash, scheme, searchInputs } from './explain.ts'
import { type HashInput, mistakes } from './mistakes.ts'
import type { SignedUrl } from './signed-url.ts'

const key = `${canary}2024`
const domainKeys = configuredDomainKeys(
  [
    { name: 'media.example.com', key, backupKey: `${canary}Backup` },
    { name: 'other.example.com', key: `${canary}OfAnother` },
    { name: 'foreign.example.com', accountId: '2', key: `${canary}Foreign` },
  ],
  '1',
)
const clock = { now: () => 0, systemNow: () => 0, isMoved: () => false }

const targets: Readonly<Record<SigningType, string>> = {
  A: '/a/b%20*%2B.png?auth_key=1700000000-477b-7-x&width=1',
  B: '/202311150613/0123456789abcdef0123456789abcdef/a/b%20*%2B.png?width=1',
  C: '/a/b%20*%2B.png?KEY1=x&KEY2=6553f100&width=1',
}

const domainOf = (type: SigningType): DomainRecord => ({
  name: 'media.example.com',
  accountId: '1',
  position: 0,
  signingTypes: [type],
  validitySeconds: 1800,
  https: false,
  status: 'online',
})

function given(type: SigningType): { readonly call: CdnCall; readonly signature: SignedUrl } {
  const message = messageFor(targets[type], { host: 'media.example.com:17321' })
  const ports = { clock, domainKeys, searchTime: endless }
  const call = new CdnCall(message, cdnAddress(message), domainOf(type), ports)
  if (!call.signature) throw new Error('The URL is not signed.')
  return { call, signature: call.signature }
}

/** Type A alone has parts between which hyphens are, and rand and uid. */
const possible = (type: SigningType, name: string): boolean =>
  type === 'A' || !['hyphens-missing', 'other-rand-or-uid'].includes(name)

for (const type of ['A', 'B', 'C'] as const) {
  const { call, signature } = given(type)
  const inputs = searchInputs(call, signature)
  mistakesObeyTheirLaws<HashInput>({
    scheme: `type ${type} of a CDN domain`,
    inputs: [inputs[0], inputs[1]] as readonly [HashInput, HashInput],
    mistakes: mistakes.filter(({ name }) => possible(type, name)),
    sign: scheme.sign,
    explain: (md5hash) => explainHash(call, { ...signature, md5hash }, hideNothing),
    bytes: 16,
    write: (digest) => digest.toString('hex'),
  })
}

test('a URL signed with the key of another domain names it within the account only', () => {
  const { call, signature } = given('B')
  const signedWith = (other: string) => {
    const [input] = searchInputs(call, signature) as readonly [HashInput]
    const md5hash = scheme.sign({ ...input, key: other })
    return JSON.stringify(explainHash(call, { ...signature, md5hash }, hideNothing))
  }

  expect(signedWith(`${canary}OfAnother`)).toContain('other.example.com')
  expect(signedWith(`${canary}Foreign`)).not.toContain('foreign.example.com')
})
