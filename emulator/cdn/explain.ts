import { type Diagnosis, explainMismatch, type Row } from '../diagnosis/mismatch.ts'
import type { ByteString } from '../kernel/bytes.ts'
import type { Hide } from '../kernel/secrets.ts'
import type { SignatureScheme } from '../kernel/signing-input.ts'
import { md5Hex, textOfUrl } from '../kernel/url-signing.ts'
import type { CdnCall } from './call.ts'
import { type HashInput, mistakes } from './mistakes.ts'
import type { SignedUrl } from './signed-url.ts'

/** Stands in shown texts where the key was hashed. */
const keyShown = '<key>'

const hashedText = (input: HashInput): ByteString => {
  const { type, path, time, rand, uid, key, separator } = input
  return type === 'A' ? [path, time, rand, uid, key].join(separator) : textOfUrl(input)
}

export const scheme: SignatureScheme<HashInput> = {
  textOf: (input) => ({ stringToSign: hashedText({ ...input, key: keyShown }) }),
  sign: (input) => {
    const md5 = md5Hex(hashedText(input))
    return input.inCapitals ? md5.toUpperCase() : md5
  },
}

const signs = ['auth_key', 'KEY1', 'KEY2']

const unsignedPart = (query: string): string =>
  query
    .split('&')
    .filter((piece) => !signs.some((name) => piece.startsWith(`${name}=`)))
    .join('&')

/** What the search for mistakes starts from: one input for each key. */
export function searchInputs(call: CdnCall, signature: SignedUrl): readonly HashInput[] {
  const { message, domain, keys, ports } = call
  const { name, accountId, validitySeconds } = domain
  const otherKeys = [...ports.domainKeys.all()]
    .filter((other) => other.accountId === accountId && other.name !== name)
    .flatMap((other) => other.keys.map((key) => ({ domain: other.name, key })))
  return keys.map((key) => ({
    ...signature,
    atMs: signature.atMs ?? 0,
    key,
    host: message.host,
    query: unsignedPart(message.query),
    domain: name,
    validitySeconds,
    otherKeys,
    separator: '-',
    inCapitals: false,
  }))
}

/** The parts beside what they were taken from. */
function rowsOf({ address }: CdnCall, { type, path, time, rand, uid }: HashInput): readonly Row[] {
  return [
    { signed: path, arrived: `path ${address.path}` },
    { signed: time, arrived: 'time of the URL' },
    ...(type === 'A'
      ? [
          { signed: rand, arrived: 'rand' },
          { signed: uid, arrived: 'uid' },
        ]
      : []),
    { signed: keyShown, arrived: 'a key of the domain' },
  ]
}

/** Why the hash in a URL is not the right one, which is never told. */
export const explainHash = (call: CdnCall, signature: SignedUrl, hide: Hide): Diagnosis =>
  explainMismatch(
    {
      scheme,
      mistakes,
      inputs: searchInputs(call, signature),
      given: signature.md5hash,
      signer: `the domain ${call.domain.name}`,
      rowsOf: (input) => rowsOf(call, input),
    },
    call.ports.searchTime,
    hide,
  )
