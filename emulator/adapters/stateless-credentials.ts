import { randomUUID } from 'node:crypto'
import { sameSignature } from '../kernel/signing.ts'
import type {
  AccountKey,
  Credentials,
  Grant,
  IssuedCredential,
  KeptKey,
  Keyring,
  Principal,
  Scope,
  Verification,
} from '../ports/credentials.ts'
import { alphanumeric, type Claims, type Sealer, sealer } from './security-tokens.ts'

/** A temporary key with a given token and no expiry, for requests that were recorded with made-up ones. */
export interface StaticTriple {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string
  readonly accountId: string
  readonly scope?: Scope
}

export interface CredentialOptions {
  readonly serverSecret: string
  readonly keyring: Keyring
  readonly triples?: readonly StaticTriple[]
  /** How often the records were reset. */
  readonly generation: () => Promise<number>
}

/** Makes temporary keys of one server secret and generation. */
interface Forge {
  readonly sealer: Sealer
  readonly generation: number
}

const idForm = /^STS\.[0-9A-Za-z]{25}$/
const serviceIdForm = /^VOD\.(\d+)\.[0-9A-Za-z]{10}$/
const nonceLength = 15
const tagLength = 10
const secretLength = 44

const tagOf = ({ sealer: { mac }, generation }: Forge, nonce: string): string =>
  alphanumeric(mac('id', `${generation}\n${nonce}`), tagLength)

const secretOf = ({ mac }: Sealer, id: string): string =>
  alphanumeric(mac('secret', id), secretLength)

function serviceKeyOf(sealer: Sealer, accountId: string): AccountKey {
  const accessKeyId = `VOD.${accountId}.${alphanumeric(sealer.mac('service', accountId), tagLength)}`
  return { accessKeyId, accessKeySecret: secretOf(sealer, accessKeyId) }
}

/** The service key with an id, and its account; undefined for any other id. */
function findServiceKey(sealer: Sealer, id: string): KeptKey | undefined {
  const [, accountId] = serviceIdForm.exec(id) ?? []
  if (accountId === undefined) return undefined
  const key = serviceKeyOf(sealer, accountId)
  return sameSignature(key.accessKeyId, id) ? { ...key, accountId } : undefined
}

function isIssued(forge: Forge, id: string): boolean {
  const [nonce, tag] = [id.slice(4, 4 + nonceLength), id.slice(4 + nonceLength)]
  return idForm.test(id) && sameSignature(tagOf(forge, nonce), tag)
}

function holderOf(claims: Claims): Principal {
  const own = { accountId: claims.accountId, accessKeyId: claims.id }
  if ('videoId' in claims) return { kind: 'play', ...own, videoId: claims.videoId }
  const { bucket, key } = claims
  return { kind: 'upload', ...own, scope: { bucket, key } }
}

function verifyIssued(
  forge: Forge,
  id: string,
  token: string | undefined,
  nowMs: number,
): Verification {
  if (!token) return { refused: { reason: 'missing-token' } }
  const claims = forge.sealer.open(token)
  if (!claims) return { refused: { reason: 'malformed-token' } }
  const { issuedAtMs, expiresAtMs } = claims
  if (nowMs >= expiresAtMs)
    return { refused: { reason: 'expired', issuedAtMs, expiredAtMs: expiresAtMs } }
  if (claims.id !== id) return { refused: { reason: 'foreign-token' } }
  return { secret: secretOf(forge.sealer, id), principal: holderOf(claims) }
}

function verifyTriple(triple: StaticTriple, token: string | undefined): Verification {
  if (!token) return { refused: { reason: 'missing-token' } }
  if (token !== triple.securityToken) return { refused: { reason: 'malformed-token' } }
  const { accountId, accessKeyId, accessKeySecret: secret, scope } = triple
  const principal: Principal = scope
    ? { kind: 'upload', accountId, accessKeyId, scope }
    : { kind: 'account', accountId, accessKeyId }
  return { secret, principal }
}

function verifyKept({
  accessKeyId,
  accessKeySecret: secret,
  accountId,
  policies,
}: KeptKey): Verification {
  const own = { accountId, accessKeyId }
  const principal: Principal = policies
    ? { kind: 'user', ...own, policies }
    : { kind: 'account', ...own }
  return { secret, principal }
}

function issue(forge: Forge, grant: Grant, seconds: number, nowMs: number): IssuedCredential {
  // A UUID comes from randomness that Node gathers ahead; the nonce keeps 15 of its 16 bytes.
  const nonce = alphanumeric(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), nonceLength)
  const id = `STS.${nonce}${tagOf(forge, nonce)}`
  const expiresAtMs = nowMs + seconds * 1000
  const claims = { ...grant, id, issuedAtMs: nowMs, expiresAtMs }
  return {
    accessKeyId: id,
    accessKeySecret: secretOf(forge.sealer, id),
    securityToken: forge.sealer.seal(claims),
    expiresAtMs,
  }
}

/**
 * Keys of accounts, and temporary ones that carry what they allow: the token holds account, what is allowed and expiry under a MAC
 * of the server's secret, the id a tag of its own that covers the generation, and the secret is derived from the id. Any
 * process with the same server secret and records verifies them; nothing is stored. A new generation makes older ids
 * unknown.
 */
export function statelessCredentials(options: CredentialOptions): Credentials {
  const { keyring } = options
  const triples = new Map((options.triples ?? []).map((triple) => [triple.accessKeyId, triple]))
  const seal = sealer(options.serverSecret)
  const serviceKeys = new Map<string, AccountKey>()
  /** Made once for each account that has files: only keys of the operator make accounts. */
  const serviceKey = (accountId: string): AccountKey => {
    const known = serviceKeys.get(accountId) ?? serviceKeyOf(seal, accountId)
    serviceKeys.set(accountId, known)
    return known
  }
  const forge = async (): Promise<Forge> => ({
    sealer: seal,
    generation: await options.generation(),
  })
  return {
    async verify(accessKeyId, securityToken, nowMs) {
      const triple = triples.get(accessKeyId)
      if (triple) return verifyTriple(triple, securityToken)
      const key = (await keyring.find(accessKeyId)) ?? findServiceKey(seal, accessKeyId)
      if (key) return verifyKept(key)
      const current = await forge()
      return isIssued(current, accessKeyId)
        ? verifyIssued(current, accessKeyId, securityToken, nowMs)
        : { refused: { reason: 'unknown-key' } }
    },
    issue: async (grant, seconds, nowMs) => issue(await forge(), grant, seconds, nowMs),
    secretOf: (id) => (idForm.test(id) ? secretOf(seal, id) : undefined),
    keysOf: keyring.of,
    serviceKey,
  }
}
