import { createHash, type Hash } from 'node:crypto'
import type { ByteSource } from '../../ports/object-store.ts'
import { EtagAnswer } from './failure.ts'
import { maxPutSize } from './sending.ts'

/**
 * Whether a server's ETags are the MD5s of what it was sent, so that a put need not compute them: that takes two fifths of the
 * processor time of a large one. A put whose MD5 is computed here proves or refutes it. After a failure the next put has to
 * prove it again, since the server may have come back with another configuration; once refuted, it stays so.
 */
export class Etags {
  #state: 'unproven' | 'proven' | 'refuted' = 'unproven'

  /** A hash for a body whose MD5 its ETag will not tell. */
  hashFor({ size = Number.POSITIVE_INFINITY }: ByteSource): Hash | undefined {
    // A larger one goes in pieces, whose ETag is not an MD5.
    return this.#state === 'proven' && size <= maxPutSize ? undefined : createHash('md5')
  }

  /**
   * The MD5 of a body that was put.
   *
   * @param hash of the body, if `hashFor` gave one
   * @param etag of the answer, if it has the form of an MD5
   * @throws EtagAnswer when neither tells
   */
  md5Of(hash: Hash | undefined, etag: Buffer | undefined): Buffer {
    if (hash) {
      const md5 = hash.digest()
      if (etag) this.#learn(etag.equals(md5))
      return md5
    }
    if (etag) return etag
    this.#learn(false)
    throw new EtagAnswer('no MD5')
  }

  /** Called after a failure. */
  doubt(): void {
    if (this.#state === 'proven') this.#state = 'unproven'
  }

  #learn(isMd5: boolean): void {
    if (this.#state !== 'refuted') this.#state = isMd5 ? 'proven' : 'refuted'
  }
}
