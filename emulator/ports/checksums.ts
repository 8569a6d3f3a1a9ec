/** A CRC-64/XZ, computed while bytes pass. */
export interface Checksum {
  update(chunk: Uint8Array): void
  digest(): bigint
}

export interface Checksums {
  start(): Promise<Checksum>
}
