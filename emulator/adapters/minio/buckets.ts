import { codeOf, VersionlessAnswer } from './failure.ts'

/** Buckets that are made when they are first needed. */
export class Buckets {
  readonly #make: (bucket: string) => Promise<void>
  readonly #made = new Map<string, Promise<void>>()

  constructor(make: (bucket: string) => Promise<void>) {
    this.#make = make
  }

  /** Makes a bucket where it is not there yet. */
  prepare(bucket: string): Promise<void> {
    const made = this.#made.get(bucket) ?? this.#make(bucket)
    this.#made.set(bucket, made)
    return made.catch((error) => {
      this.#made.delete(bucket)
      throw error
    })
  }

  /** Has a bucket made again when an error tells that somebody removed it, or has it keep no versions. */
  doubt(bucket: string, error: unknown): void {
    if (codeOf(error) === 'NoSuchBucket' || error instanceof VersionlessAnswer)
      this.#made.delete(bucket)
  }
}
