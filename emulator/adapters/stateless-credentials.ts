import { randomBytes } from 'node:crypto'
import { hmac, sameSignature } from '../kernel/signing.ts'
import type { Credentials, Scope, Verification } from '../ports/credentials.ts'

export interface AccountKey {
  readonly id: string
  readonly secret: string
}

/** A temporary key with a given token and no expiry, for requests that were recorded with made-up ones. */
export interface StaticTriple {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string
  readonly scope?: Scope
}

interface Claims {
  readonly id: string
  readonly bucket: string
  readonly key: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const idForm = /^STS\.[0-9A-Za-z]{25}$/
const nonceLength = 15
// Real tokens are a protocol buffer whose first octets read `CAIS` in Base64.
const tokenHead = Buffer.from('CAIS', 'base64')
const macLength = 16

/** Letters and digits from octets; the small bias does not matter for a test double. */
const alphanumeric = (octets: Buffer, length: number): string => {
  let text = ''
  for (let i = 0; i < length; i++) text += alphabet[(octets[i % octets.length] ?? 0) % 62]
  return text
}

/**
 * Keys of the account, and temporary ones that carry what they allow: the token holds scope and expiry under a MAC of
 * the server's secret, the id a tag of its own that covers the generation, and the secret is derived from the id. Any
 * process with the same server secret verifies them; nothing is stored. A new generation makes older ids unknown.
 */
export function statelessCredentials(options: {
  readonly serverSecret: string
  readonly accountKeys: readonly AccountKey[]
  readonly triples?: readonly StaticTriple[]
  readonly generation: () => number
}): Credentials {
  const { serverSecret, generation } = options
  const account = new Map(options.accountKeys.map(({ id, secret }) => [id, secret]))
  const triples = new Map((options.triples ?? []).map((triple) => [triple.accessKeyId, triple]))
  const [first] = options.accountKeys
  if (!first) throw new Error('At least one access key is needed.')

  const key = Buffer.from(serverSecret, 'utf8')
  const mac = (purpose: string, text: string) => hmac('sha256', key, `${purpose}\n${text}`)
  const tagOf = (nonce: string) => alphanumeric(mac('id', `${generation()}\n${nonce}`), 10)
  const secretOf = (id: string) =>
    alphanumeric(Buffer.concat([mac('secret', id), mac('secret2', id)]), 44)

  const seal = (claims: Claims): string => {
    const text = JSON.stringify(claims)
    const body = Buffer.from(text, 'utf8')
    const tag = mac('token', body.toString('latin1')).subarray(0, macLength)
    return Buffer.concat([tokenHead, tag, body]).toString('base64')
  }

  const open = (token: string): Claims | undefined => {
    const octets = Buffer.from(token, 'base64')
    const start = tokenHead.length + macLength
    if (octets.length <= start || octets.toString('base64') !== token) return undefined
    const body = octets.subarray(start)
    const tag = mac('token', body.toString('latin1')).subarray(0, macLength)
    const given = octets.subarray(tokenHead.length, start)
    if (!sameSignature(tag.toString('latin1'), given.toString('latin1'))) return undefined
    return JSON.parse(body.toString('utf8')) as Claims
  }

  const verifyIssued = (id: string, token: string | undefined, nowMs: number): Verification => {
    const nonce = id.slice(4, 4 + nonceLength)
    if (!idForm.test(id) || !sameSignature(tagOf(nonce), id.slice(4 + nonceLength)))
      return { refused: { reason: 'unknown-key' } }
    if (!token) return { refused: { reason: 'missing-token' } }
    const claims = open(token)
    if (!claims) return { refused: { reason: 'malformed-token' } }
    if (claims.id !== id) return { refused: { reason: 'foreign-token' } }
    const { bucket, key, issuedAtMs, expiresAtMs } = claims
    if (nowMs >= expiresAtMs)
      return { refused: { reason: 'expired', issuedAtMs, expiredAtMs: expiresAtMs } }
    return {
      secret: secretOf(id),
      principal: { kind: 'upload', accessKeyId: id, scope: { bucket, key } },
    }
  }

  const verifyTriple = (triple: StaticTriple, token: string | undefined): Verification => {
    if (!token) return { refused: { reason: 'missing-token' } }
    if (token !== triple.securityToken) return { refused: { reason: 'malformed-token' } }
    const { accessKeyId, accessKeySecret: secret, scope } = triple
    return {
      secret,
      principal: scope ? { kind: 'upload', accessKeyId, scope } : { kind: 'account', accessKeyId },
    }
  }

  return {
    verify(accessKeyId, securityToken, nowMs) {
      const secret = account.get(accessKeyId)
      if (secret !== undefined) return { secret, principal: { kind: 'account', accessKeyId } }
      const triple = triples.get(accessKeyId)
      return triple
        ? verifyTriple(triple, securityToken)
        : verifyIssued(accessKeyId, securityToken, nowMs)
    },

    issue(scope, seconds, nowMs) {
      const nonce = alphanumeric(randomBytes(nonceLength), nonceLength)
      const id = `STS.${nonce}${tagOf(nonce)}`
      // Whole seconds, so that the printed time of expiry is the true one.
      const issuedAtMs = Math.floor(nowMs / 1000) * 1000
      const expiresAtMs = issuedAtMs + seconds * 1000
      const securityToken = seal({ id, ...scope, issuedAtMs, expiresAtMs })
      return { accessKeyId: id, accessKeySecret: secretOf(id), securityToken, expiresAtMs }
    },

    accountKey: () => ({ accessKeyId: first.id, accessKeySecret: first.secret }),
  }
}
