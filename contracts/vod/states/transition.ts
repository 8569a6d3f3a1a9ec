import type { VodEventName } from '../events.ts'

/** What happens to a media: to its file, or in its processing. */
export type Happening =
  | 'uploaded'
  | 'uploadFailed'
  | 'registered'
  | 'analysed'
  | 'damaged'
  | 'transcoded'
  | 'transcodingFailed'
  | 'passed'
  | 'blocked'

/** Work on a media that takes time, and ends with a happening. */
export type Processing = 'analysis' | 'transcoding' | 'review'

/** How far a media is processed. */
export type Plan = 'storing' | 'analysing' | 'transcoding' | 'reviewing'

/** A row of a state machine. */
export interface Transition<State extends string> {
  readonly on: Happening
  /** By default any. */
  readonly from?: readonly State[]
  /** By default all. */
  readonly plans?: readonly Plan[]
  readonly to: State
  /** Events that callbacks receive, in their order. */
  readonly sends?: readonly VodEventName[]
  /** What is done with it next; how long that takes is in `durations.ts`. */
  readonly next?: Processing
}

/** The first row that fits decides; without one nothing happens. */
export type StateMachine<State extends string> = readonly Transition<State>[]
