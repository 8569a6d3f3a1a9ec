import { randomUUID } from 'node:crypto'
import { sameSignature } from '../kernel/signing.ts'
import type { Credentials, Scope, Verification } from '../ports/credentials.ts'
import { alphanumeric, type Sealer, sealer } from './upload-tokens.ts'

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

export interface CredentialOptions {
  readonly serverSecret: string
  readonly accountKeys: readonly AccountKey[]
  readonly triples?: readonly StaticTriple[]
  readonly generation: () => number
}

/** Temporary keys of one server secret and generation. */
interface Forge {
  readonly sealer: Sealer
  readonly generation: () => number
}

const idForm = /^STS\.[0-9A-Za-z]{25}$/
const nonceLength = 15
const tagLength = 10
const secretLength = 44

const tagOf = ({ sealer: { mac }, generation }: Forge, nonce: string): string =>
  alphanumeric(mac('id', `${generation()}\n${nonce}`), tagLength)

const secretOf = ({ sealer: { mac } }: Forge, id: string): string =>
  alphanumeric(mac('secret', id), secretLength)

function isIssued(forge: Forge, id: string): boolean {
  const [nonce, tag] = [id.slice(4, 4 + nonceLength), id.slice(4 + nonceLength)]
  return idForm.test(id) && sameSignature(tagOf(forge, nonce), tag)
}

function verifyIssued(
  forge: Forge,
  id: string,
  token: string | undefined,
  nowMs: number,
): Verification {
  if (!isIssued(forge, id)) return { refused: { reason: 'unknown-key' } }
  if (!token) return { refused: { reason: 'missing-token' } }
  const claims = forge.sealer.open(token)
  if (!claims) return { refused: { reason: 'malformed-token' } }
  const { bucket, key, issuedAtMs, expiresAtMs } = claims
  if (nowMs >= expiresAtMs)
    return { refused: { reason: 'expired', issuedAtMs, expiredAtMs: expiresAtMs } }
  if (claims.id !== id) return { refused: { reason: 'foreign-token' } }
  const principal = { kind: 'upload', accessKeyId: id, scope: { bucket, key } } as const
  return { secret: secretOf(forge, id), principal }
}

function verifyTriple(triple: StaticTriple, token: string | undefined): Verification {
  if (!token) return { refused: { reason: 'missing-token' } }
  if (token !== triple.securityToken) return { refused: { reason: 'malformed-token' } }
  const { accessKeyId, accessKeySecret: secret, scope } = triple
  return scope
    ? { secret, principal: { kind: 'upload', accessKeyId, scope } }
    : { secret, principal: { kind: 'account', accessKeyId } }
}

function issue(forge: Forge, scope: Scope, seconds: number, nowMs: number) {
  // A UUID comes from randomness that Node gathers ahead; the nonce keeps 15 of its 16 bytes.
  const nonce = alphanumeric(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), nonceLength)
  const id = `STS.${nonce}${tagOf(forge, nonce)}`
  const expiresAtMs = nowMs + seconds * 1000
  const { bucket, key } = scope
  const securityToken = forge.sealer.seal({ id, bucket, key, issuedAtMs: nowMs, expiresAtMs })
  return { accessKeyId: id, accessKeySecret: secretOf(forge, id), securityToken, expiresAtMs }
}

const presentable = ({ id, secret }: AccountKey) => ({ accessKeyId: id, accessKeySecret: secret })

/**
 * Keys of the account, and temporary ones that carry what they allow: the token holds scope and expiry under a MAC of
 * the server's secret, the id a tag of its own that covers the generation, and the secret is derived from the id. Any
 * process with the same server secret verifies them; nothing is stored. A new generation makes older ids unknown.
 *
 * @throws Error without an account key
 */
export function statelessCredentials(options: CredentialOptions): Credentials {
  const [first] = options.accountKeys
  if (!first) throw new Error('At least one access key is needed.')
  const account = new Map(options.accountKeys.map(({ id, secret }) => [id, secret]))
  const triples = new Map((options.triples ?? []).map((triple) => [triple.accessKeyId, triple]))
  const forge = { sealer: sealer(options.serverSecret), generation: options.generation }
  return {
    verify(accessKeyId, securityToken, nowMs) {
      const secret = account.get(accessKeyId)
      if (secret !== undefined) return { secret, principal: { kind: 'account', accessKeyId } }
      const triple = triples.get(accessKeyId)
      return triple
        ? verifyTriple(triple, securityToken)
        : verifyIssued(forge, accessKeyId, securityToken, nowMs)
    },
    issue: (scope, seconds, nowMs) => issue(forge, scope, seconds, nowMs),
    secretOf: (id) => (isIssued(forge, id) ? secretOf(forge, id) : undefined),
    accountKey: () => presentable(first),
    accountKeys: () => options.accountKeys.map(presentable),
  }
}
