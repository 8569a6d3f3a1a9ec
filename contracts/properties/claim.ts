import type { Evidence } from '../schema.ts'
import type { Capabilities, Target } from '../target.ts'

export type Parameters = Readonly<Record<string, string>>

/** What came back from a call, whichever client made it. */
export type Answered =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | {
      readonly ok: false
      readonly code: string
      readonly message: string
      readonly status?: number
    }

/** A decoded answer: where to upload, and with what. */
export interface Upload {
  readonly address: { readonly Bucket: string; readonly FileName: string }
  readonly auth: { readonly AccessKeyId: string; readonly ExpireUTCTime: string }
}

/** What a claim may do to find out whether it holds; real clients do it. */
export interface World<U extends Upload = Upload> {
  readonly target: Target
  readonly call: (action: string, parameters: Parameters) => Promise<Answered>
  /** @throws when an answer is not of the exact form */
  readonly decode: (body: Readonly<Record<string, unknown>>) => U
  /** Uploads with a credential, to its own key or another; answers the code of a refusal. */
  readonly put: (upload: U, content: Uint8Array, key?: string) => Promise<string | undefined>
  readonly get: (url: string) => Promise<Uint8Array>
  /** How often a property is tried: the budget of calls, where calls cost. */
  readonly runs: number
}

/** Something that holds for any target: what it needs, what it costs, and how it is found out. */
export interface Claim {
  readonly statement: string
  readonly evidence: Evidence
  readonly needs: readonly (keyof Capabilities)[]
  /** Calls of one run. */
  readonly calls: number
  /** Rejects when the claim does not hold. */
  readonly check: <U extends Upload>(world: World<U>) => Promise<void>
}

/** The body of a call that must succeed. */
export async function succeeded(answer: Promise<Answered>) {
  const result = await answer
  if (result.ok) return result.body
  throw new Error(`refused: ${result.code} ${result.message}`)
}

export function requireThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

export const create = 'CreateUploadAttachedMedia'
