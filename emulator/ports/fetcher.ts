import type { ByteSource } from './object-store.ts'

/** Why a file could not be fetched: the message is one sentence. */
export class FetchError extends Error {
  override readonly name = 'FetchError'
}

/** A file as its server sends it. */
export interface FetchedFile {
  readonly contentType: string | undefined
  /**
   * To be read once; whoever stops in the middle closes the connection.
   *
   * @throws FetchError when the server stops, breaks off or sends more than the limit
   */
  readonly body: ByteSource
}

/** Fetches files from other servers. */
export interface Fetcher {
  /** Maximum size of a file, bytes. */
  readonly maxBytes: number
  /**
   * Asks for a file, and follows a few redirects.
   *
   * @param signal gives up, also while the body is read
   * @throws FetchError when there is none, it is too large, or a host is neither loopback nor allowed by the operator; such
   *   a host is not contacted
   */
  fetch(url: string, signal: AbortSignal): Promise<FetchedFile>
}
