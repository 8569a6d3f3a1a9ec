/** The digests that OSS answers, computed while bytes pass. */
export interface Digests {
  /** MD5, 16 bytes. */
  readonly md5: Buffer
  /** CRC-64/XZ. */
  readonly crc64: bigint
  readonly size: number
}

export interface Digesting {
  update(chunk: Uint8Array): void
  digest(): Digests
}

export interface Checksums {
  start(): Promise<Digesting>
}
