import type { PolicyDocument } from '#contracts/ram/policy.ts'

/** What an upload credential is limited to: one object, and the operations that upload it. */
export interface Scope {
  readonly bucket: string
  readonly key: string
}

/** What a play credential is limited to: asking for the streams of one video. */
export interface PlayScope {
  readonly videoId: string
}

export interface IssuedCredential {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string
  readonly expiresAtMs: number
}

/** What a temporary credential is issued for. */
export type Grant = { readonly accountId: string } & (Scope | PlayScope)

/** A policy of RAM, and the name that messages give it. */
export interface NamedPolicy {
  readonly name: string
  readonly document: PolicyDocument
}

/** Who signed: an account with its own key, a user of it, or the holder of a credential to upload or to play. */
export interface Principal {
  readonly kind: 'account' | 'user' | 'upload' | 'play'
  readonly accountId: string
  readonly accessKeyId: string
  /** Of an upload credential. */
  readonly scope?: Scope
  /** Of a play credential. */
  readonly videoId?: string
  /** Of a user, who may do what they allow. */
  readonly policies?: readonly NamedPolicy[]
}

export type Refusal =
  | { readonly reason: 'unknown-key' | 'missing-token' | 'malformed-token' | 'foreign-token' }
  | { readonly reason: 'expired'; readonly issuedAtMs: number; readonly expiredAtMs: number }

export type Verification =
  | { readonly secret: string; readonly principal: Principal }
  | { readonly refused: Refusal }

/** A key of an account, or of a user of it. */
export interface AccountKey {
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

export interface Credentials {
  /** Checks key id and token, in this order: key, token present, genuine, not expired, of this key. */
  verify(
    accessKeyId: string,
    securityToken: string | undefined,
    nowMs: number,
  ): Promise<Verification>
  issue(grant: Grant, seconds: number, nowMs: number): Promise<IssuedCredential>
  /** The secret that a temporary key would have, were it issued here; undefined for an id of another form. */
  secretOf(accessKeyId: string): string | undefined
  /** Keys of an account, to explain a signature made with one of them under the id of another. */
  keysOf(accountId: string): Promise<readonly AccountKey[]>
  /** The key with which VOD itself signs URLs of an account's objects: nobody else has it, and no policy limits it. */
  serviceKey(accountId: string): AccountKey
}

/** A key as it is kept. */
export interface KeptKey extends AccountKey {
  readonly accountId: string
  /** Of the user whose key it is; absent for a key of the account itself. */
  readonly policies?: readonly NamedPolicy[]
}

/** Where the keys of accounts are looked up. */
export interface Keyring {
  find(accessKeyId: string): Promise<KeptKey | undefined>
  /** Some keys of an account. */
  of(accountId: string): Promise<readonly AccountKey[]>
}
