import { codeOf } from '../../kernel/error-code.ts'
import { VersionlessAnswer } from './failure.ts'

/** Buckets, each created when it is first needed. */
export class Buckets {
  readonly #create: (bucket: string) => Promise<void>
  readonly #created = new Map<string, Promise<void>>()

  constructor(create: (bucket: string) => Promise<void>) {
    this.#create = create
  }

  /** Creates a bucket unless that is done. */
  prepare(bucket: string): Promise<void> {
    const created = this.#created.get(bucket) ?? this.#create(bucket)
    this.#created.set(bucket, created)
    return created.catch((error) => {
      this.#created.delete(bucket)
      throw error
    })
  }

  /** Has a bucket created again after an error that says somebody removed it, or turned its versioning off. */
  doubt(bucket: string, error: unknown): void {
    if (codeOf(error) === 'NoSuchBucket' || error instanceof VersionlessAnswer)
      this.#created.delete(bucket)
  }
}
