import type { definitions, outcomes } from '#contracts/vod/template-groups.ts'

/** A storage location that an account has at the start, with its bucket. */
export interface SeededStorage {
  /** As OSS names buckets: 3 to 63 lower-case letters, digits and hyphens. It belongs to one account. */
  readonly bucket: string
  /** By default that of the option `region`. */
  readonly region?: string | undefined
  /** Whose the bucket is: that of VOD (`vod_oss_bucket`, the default), or the account's own. */
  readonly type?: 'vod_oss_bucket' | 'user_oss_bucket' | undefined
  /** The one application that may use it; by default all may. */
  readonly appId?: string | undefined
}

/** A category that an account has at the start. */
export interface SeededCategory {
  /** From 1, but not that of the built-in category of materials. */
  readonly cateId: number
  /** At most 64 bytes of UTF-8. */
  readonly cateName: string
  /** Those below it; of media down to level 2. */
  readonly categories?: readonly SeededCategory[] | undefined
}

/** An application that an account has at the start, besides that of the system. */
export interface SeededApplication {
  /** `app-` and 7 lower-case letters and digits. */
  readonly appId: string
  /** Up to 128 letters, digits, Chinese characters, ".", "-" and "@". */
  readonly appName: string
  /** At most 512 characters. */
  readonly description?: string | undefined
  readonly resourceGroupId?: string | undefined
  /** `Normal` by default. */
  readonly status?: 'Normal' | 'Disable' | undefined
}

/** Which events of an application go to a callback. */
interface SeededEvents {
  /** By default the application of the system. */
  readonly appId?: string | undefined
  /** By default that of the option `region`. */
  readonly region?: string | undefined
  /** Names of events, or `ALL`. */
  readonly eventTypeList: readonly string[]
}

/** Where the events of an application go at the start: to a URL, or into a queue. */
export type SeededCallback = SeededEvents &
  (
    | {
        /** HTTP or HTTPS, at most 256 bytes. */
        readonly callbackUrl: string
        /** Signs what is posted; by default nothing is signed. */
        readonly authKey?: string | undefined
      }
    | { readonly mnsEndpoint: string; readonly mnsQueueName: string }
  )

/** A template group that an account has at the start, besides `VOD_NO_TRANSCODE`. Nothing is really transcoded. */
export interface SeededTemplateGroup {
  /** Letters, digits, hyphens and underscores. */
  readonly templateGroupId: string
  /** Of the streams that are told of; by default `OD`. */
  readonly definitions?: readonly (typeof definitions)[number][] | undefined
  /** Whether SnapshotComplete is sent; off by default. */
  readonly snapshots?: boolean | undefined
  /** Whether videos are reviewed before they are `Normal`; off by default. */
  readonly review?: boolean | undefined
}

/** How uploads end whose title contains a text. */
export interface SeededOutcome {
  readonly title: string
  readonly outcome: (typeof outcomes)[number]
}

/** What an account has at the start; what is omitted is as without a seed. */
export interface SeededContent {
  /** Whether uploads that ask for transfer acceleration get it; off by default. */
  readonly acceleration?: boolean | undefined
  /** Whether the account may have applications besides that of the system; on by default. */
  readonly multiApplication?: boolean | undefined
  /** The first of a region that is for all applications is its default location. By default one in the region of the options. */
  readonly storage?: readonly SeededStorage[] | undefined
  /** Of media. By default the two of the examples of the reference page. */
  readonly categories?: readonly SeededCategory[] | undefined
  /** Of materials: those below the built-in one. */
  readonly materials?: readonly Omit<SeededCategory, 'categories'>[] | undefined
  /** At most 10. */
  readonly applications?: readonly SeededApplication[] | undefined
  /** At most 20, besides the built-in one. */
  readonly templateGroups?: readonly SeededTemplateGroup[] | undefined
  /** The first that fits decides; UserData wins. */
  readonly outcomes?: readonly SeededOutcome[] | undefined
  /** One for each application and region. */
  readonly callbacks?: readonly SeededCallback[] | undefined
}
