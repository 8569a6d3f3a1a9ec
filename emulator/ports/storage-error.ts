/**
 * Records or bytes cannot be kept or read just now, through no fault of the request: nothing it asked for was done.
 * The message is one sentence: which folder, why, and what to do.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}
