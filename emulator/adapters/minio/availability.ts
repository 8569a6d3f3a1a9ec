import { StorageError } from '../../ports/storage-error.ts'
import { minioFailure, minioState } from './failure.ts'

/** Tells when a server goes, and when it is back: once each. */
export class Availability {
  readonly #origin: string
  readonly #notice: (text: string) => void
  #isAway = false

  constructor(origin: string, notice: (text: string) => void) {
    this.#origin = origin
    this.#notice = notice
  }

  answered(): void {
    if (!this.#isAway) return
    this.#isAway = false
    this.#notice(`MinIO at ${this.#origin} is back.`)
  }

  /** The failure as a StorageError. */
  failed(error: unknown): StorageError {
    if (!this.#isAway && !(error instanceof StorageError)) {
      this.#isAway = true
      const state = minioState(this.#origin, error)
      this.#notice(`${state}; requests that need it are refused until it is back.`)
    }
    return minioFailure(this.#origin, error)
  }
}
