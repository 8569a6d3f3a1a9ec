/** Where the RPC API of a target answers. */
export interface RpcEndpoint {
  readonly protocol: 'http' | 'https'
  /** Name or address, with the port where it is not the protocol's own. */
  readonly host: string
}

/** A key of the account, as clients take it. */
export interface Keys {
  readonly accessKeyId: string
  readonly accessKeySecret: string
  readonly securityToken?: string | undefined
}

/** The time by which credentials expire and states change. */
export interface TargetClock {
  now(): Promise<Date>
  /** Comes back when everything that the passing of time asks for is done. */
  advance(seconds: number): Promise<void>
}

/** What a target tells of one media, beside its own API. */
export interface KnownMedia {
  readonly mediaId: string
  readonly status: string
  readonly bucket: string
  readonly key: string
  /** Of what really arrived; absent before. */
  readonly size?: number
  readonly etag?: string
}

/** What the emulator tells beside the API of the service. */
export interface TargetControl {
  media(mediaId: string): Promise<KnownMedia>
  reset(): Promise<void>
}

/** A bucket whose objects a key of the account may read, write and remove. */
export interface TargetBucket {
  readonly name: string
  /** Origin of OSS. */
  readonly endpoint: string
}

/** What not every target can do. */
export interface Capabilities {
  /** Move time. */
  readonly clock: boolean
  /** Tell what it knows, and forget it. */
  readonly control: boolean
  /** Let a key of the account into the bucket of the media. */
  readonly bucket: boolean
}

interface AnyTarget {
  readonly rpc: RpcEndpoint
  readonly keys: Keys
  readonly region: string
}

/** The emulator, which can do everything. */
export interface EmulatorTarget extends AnyTarget {
  readonly name: 'emulator'
  readonly capabilities: { readonly [Name in keyof Capabilities]: true }
  readonly clock: TargetClock
  readonly control: TargetControl
  readonly bucket: TargetBucket
}

/** The service itself: nothing but its API. */
export interface RealTarget extends AnyTarget {
  readonly name: 'real'
  readonly capabilities: { readonly [Name in keyof Capabilities]: false }
}

/** What a test or a property may ask of whatever answers it. It holds no endpoint: `sdk-tests/setup/target.ts` has them. */
export type Target = EmulatorTarget | RealTarget

/** A target that has a capability. */
export type TargetWith<Name extends keyof Capabilities> = Extract<
  Target,
  { readonly capabilities: Readonly<Record<Name, true>> }
>
