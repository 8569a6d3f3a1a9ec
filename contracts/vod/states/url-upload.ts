export const urlUploadStates = [
  'PENDING',
  'PROCESSING',
  'DOWNLOADING',
  'DOWNLOAD_SUCCESS',
  'DOWNLOAD_FAIL',
  'UPLOADING',
  'UPLOAD_SUCCESS',
  'UPLOAD_FAIL',
  'SUCCESS',
] as const

export type UrlUploadState = (typeof urlUploadStates)[number]

/** What happens to a job of UploadMediaByURL. */
export type UrlUploadHappening =
  | 'taken'
  | 'answered'
  | 'downloaded'
  | 'storing'
  | 'stored'
  | 'told'
  | 'notDownloaded'
  | 'notStored'

export interface UrlUploadTransition {
  readonly on: UrlUploadHappening
  readonly from: readonly UrlUploadState[]
  readonly to: UrlUploadState
}

/**
 * The life of a job of UploadMediaByURL. The states and their order are documented; what moves a job from one to the next is
 * inferred. A job that was interrupted while it was fetched is taken again, and fetched from its beginning.
 */
export const urlUploadMachine: readonly UrlUploadTransition[] = [
  { on: 'taken', from: ['PENDING', 'PROCESSING', 'DOWNLOADING', 'UPLOADING'], to: 'PROCESSING' },
  { on: 'answered', from: ['PROCESSING'], to: 'DOWNLOADING' },
  { on: 'downloaded', from: ['DOWNLOADING'], to: 'DOWNLOAD_SUCCESS' },
  { on: 'storing', from: ['DOWNLOAD_SUCCESS'], to: 'UPLOADING' },
  { on: 'stored', from: ['UPLOADING'], to: 'UPLOAD_SUCCESS' },
  { on: 'told', from: ['UPLOAD_SUCCESS'], to: 'SUCCESS' },
  { on: 'notDownloaded', from: ['PROCESSING', 'DOWNLOADING'], to: 'DOWNLOAD_FAIL' },
  { on: 'notStored', from: ['PROCESSING', 'DOWNLOADING', 'UPLOADING'], to: 'UPLOAD_FAIL' },
]
