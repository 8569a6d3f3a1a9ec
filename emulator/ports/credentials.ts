/** What a temporary credential is limited to: one object, and the operations that upload it. */
export interface Scope {
  readonly bucket: string
  readonly key: string
}

export interface IssuedCredential {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken: string
  readonly expiresAtMs: number
}

/** Who signed: the account by a key of its own, or the holder of an upload credential. */
export interface Principal {
  readonly kind: 'account' | 'upload'
  readonly accessKeyId: string
  readonly scope?: Scope
}

export type Refusal =
  | { readonly reason: 'unknown-key' | 'missing-token' | 'malformed-token' | 'foreign-token' }
  | { readonly reason: 'expired'; readonly issuedAtMs: number; readonly expiredAtMs: number }

export type Verification =
  | { readonly secret: string; readonly principal: Principal }
  | { readonly refused: Refusal }

/** A key of the account itself. */
export interface AccountKey {
  readonly accessKeyId: string
  readonly accessKeySecret: string
}

export interface Credentials {
  /** Looks at key id and token, in this order: key, token present, genuine, not expired, of this key. */
  verify(accessKeyId: string, securityToken: string | undefined, nowMs: number): Verification
  issue(scope: Scope, seconds: number, nowMs: number): IssuedCredential
  /** The secret of a temporary key that was issued here, whatever became of it. */
  secretOf(accessKeyId: string): string | undefined
  /** The key of the account with which the emulator signs URLs. */
  accountKey(): AccountKey
  /** Every key of the account, to explain a signature that one of them made in another's name. */
  accountKeys(): readonly AccountKey[]
}
