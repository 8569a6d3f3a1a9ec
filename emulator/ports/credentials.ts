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

/** What an upload credential is issued for. */
export interface Grant extends Scope {
  readonly accountId: string
}

/** Who signed: an account with its own key, or the holder of an upload credential that it issued. */
export interface Principal {
  readonly kind: 'account' | 'upload'
  readonly accountId: string
  readonly accessKeyId: string
  readonly scope?: Scope
}

export type Refusal =
  | { readonly reason: 'unknown-key' | 'missing-token' | 'malformed-token' | 'foreign-token' }
  | { readonly reason: 'expired'; readonly issuedAtMs: number; readonly expiredAtMs: number }

export type Verification =
  | { readonly secret: string; readonly principal: Principal }
  | { readonly refused: Refusal }

/** A key of an account itself. */
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
}

/** Where the keys of accounts are looked up. */
export interface Keyring {
  find(accessKeyId: string): Promise<(AccountKey & { readonly accountId: string }) | undefined>
  /** Some keys of an account. */
  of(accountId: string): Promise<readonly AccountKey[]>
}
