/**
 * Records or bytes cannot be kept or read just now, by no fault of the request: nothing of what it asked for was done. The
 * message is one sentence for people: which folder, why, and what to do.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError'
}
