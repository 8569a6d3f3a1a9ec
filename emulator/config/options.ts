import type { SigningType } from '../../contracts/cdn/signing-types.ts'
import type { Edition } from '../../contracts/edition.ts'
import type { PolicyDocument } from '../../contracts/ram/policy.ts'
import type { SystemPolicyName } from '../../contracts/ram/system-policies.ts'
import type { ToleranceName, tolerances } from '../../contracts/tolerances.ts'
import type { ProcessingProfile } from '../../contracts/vod/states/index.ts'
import type { SeededContent } from '../kernel/seed.ts'

export interface AccessKey {
  readonly id: string
  /** Given as an object, it may end in a colon and digits; in a text these are the account. */
  readonly secret: string
  /** Digits; without it the key belongs to the account of `accountId`. */
  readonly accountId?: string | undefined
  /**
   * The policies of the RAM user whose key it is: documents, or names of policies of the system. Without them it is a key
   * of the account itself, which may do everything.
   */
  readonly policies?: readonly (SystemPolicyName | PolicyDocument)[] | undefined
}

/** What an account has at the start; what is omitted is as without a seed. */
export interface SeededAccount extends SeededContent {
  /** Keys, besides those of `accessKeys`. */
  readonly keys?: readonly Omit<AccessKey, 'accountId'>[] | undefined
  /** CDN domains, besides those of `cdnDomains`. */
  readonly domains?: readonly Omit<CdnDomain, 'accountId'>[] | undefined
}

/** What accounts hold at the start, by their ids: the form of the file of `--seed`. */
export interface Seed {
  /** Where editors find the JSON Schema; not read. */
  readonly $schema?: string | undefined
  readonly accounts: Readonly<Record<string, SeededAccount>>
}

/** The well-known default pair; the only one whose secret is ever printed. */
export const builtInKey: AccessKey = { id: 'vod-emulator', secret: 'vod-emulator-secret' }

/** A CDN domain, on which the URLs of media are. */
export interface CdnDomain {
  /** Host name with at least one dot, in lower case; not one of the service's own. */
  readonly name: string
  /** 6 to 32 letters and digits; without it URLs are not signed. */
  readonly key?: string | undefined
  /** A second key whose signatures are accepted. */
  readonly backupKey?: string | undefined
  /** The only type of signature that is accepted; by default all three are, and URLs in answers are signed by A. */
  readonly signingType?: SigningType | undefined
  /** How long a URL is valid after the time that it names, seconds; 1800 by default. */
  readonly validitySeconds?: number | undefined
  /** Whether URLs in answers begin with https; by default as `tls`. */
  readonly https?: boolean | undefined
  /** An offline domain is not used for URLs, and serves nothing; `online` by default. */
  readonly status?: 'online' | 'offline' | undefined
  /** The only storage location that it is for, one that the account has at the start; by default all of them. */
  readonly storageLocation?: string | undefined
  /** Digits; without it the domain belongs to the account of `accountId`. */
  readonly accountId?: string | undefined
}

/** An S3 server such as MinIO, and the key to access it. */
export interface MinioServer {
  /** Scheme, host and port, without a trailing slash. */
  readonly origin: string
  readonly accessKey: string
  readonly secretKey: string
}

/** A database of PostgreSQL. */
export interface PostgresDatabase {
  /** With user and password. */
  readonly url: string
  /** Host, port and name, as messages show them. */
  readonly where: string
  readonly password: string
}

/** Where the bytes of objects are kept. */
export type Store = 'filesystem' | 'memory' | MinioServer

/** The tolerances that are off by default. */
export type FurtherTolerance = {
  [Name in ToleranceName]: (typeof tolerances)[Name]['always'] extends true ? never : Name
}[ToleranceName]

export type LogForm = 'pretty' | 'json' | 'silent'

/** What keeps a broken or hostile client from taking the emulator's memory and connections. */
interface Limits {
  /** Request line and headers together. */
  readonly maxHeaderBytes: number
  readonly maxRpcBodyBytes: number
  /** Of a document sent to OSS. */
  readonly maxXmlBodyBytes: number
  /** Query and form together. */
  readonly maxParameters: number
  /** Parts of an upload, and the highest part number. */
  readonly maxParts: number
  readonly maxConnections: number
  /** How long a client may pause within a request, or within the answer that it reads. */
  readonly idleSeconds: number
  /** How long a request and its answer may take in all. */
  readonly requestSeconds: number
  /** How many requests the control plane remembers; 0 keeps none. */
  readonly maxLoggedRequests: number
  readonly maxNonces: number
}

/** Every option, checked. */
export interface Options extends Limits {
  readonly host: string
  readonly port: number
  /** An origin, without a trailing slash. */
  readonly publicUrl: string | undefined
  /** Whether the port speaks HTTPS, and plain HTTP no more; on also where there is a `tlsCert`. */
  readonly tls: boolean
  /** PEM of the server's certificate, with its chain; without it one of the emulator's own CA is made. */
  readonly tlsCert: string | undefined
  /** PEM of the certificate's private key, without a passphrase. */
  readonly tlsKey: string | undefined
  readonly dataDir: string | undefined
  readonly store: Store
  /** The database in which records are shared; without it they are in the data folder, or in memory. */
  readonly records: PostgresDatabase | undefined
  readonly accessKeys: readonly AccessKey[]
  readonly region: string
  readonly accountId: string
  readonly edition: Edition
  readonly processing: ProcessingProfile
  /** Tolerances besides those that are always on. */
  readonly lenient: readonly FurtherTolerance[]
  readonly cdnDomains: readonly CdnDomain[]
  readonly credentialSeconds: number
  readonly serverSecret: string | undefined
  /** Milliseconds since 1970; without it the system's time. */
  readonly clock: number | undefined
  readonly freezeClock: boolean
  /** In lower case. */
  readonly controlHosts: readonly string[]
  readonly controlToken: string | undefined
  readonly trustForwarded: boolean
  /** Names and addresses, as the host of a URL has them, without brackets. */
  readonly callbackHosts: readonly string[]
  /** As `callbackHosts`. */
  readonly fetchHosts: readonly string[]
  readonly bucket: string
  readonly seed: Seed | undefined
  readonly log: LogForm
}

export type OptionKey = keyof Options

interface LibraryForms {
  /** `filesystem`, `memory`, or `http(s)://KEY:SECRET@host:port` with key and secret percent-encoded. */
  readonly store: string
  /** `postgres://USER:PASSWORD@host:port/database`, user and password percent-encoded. */
  readonly records: string
  readonly accessKeys: readonly (AccessKey | string)[]
  readonly cdnDomains: readonly (CdnDomain | string)[]
  readonly lenient: readonly FurtherTolerance[] | 'all'
  readonly clock: Date | number | string
}

/** What the library takes: the same keys, all optional. */
export type LibraryOptions = {
  readonly [Key in OptionKey]?:
    | (Key extends keyof LibraryForms ? LibraryForms[Key] : Options[Key])
    | undefined
}
