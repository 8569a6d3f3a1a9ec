import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConnectionOptions } from 'node:tls'
import type { Options } from '../config/index.ts'

/** How to know the certificate of the emulator that was started with these options. */
export async function trusted({
  tlsCert,
  dataDir,
}: Pick<Options, 'tlsCert' | 'dataDir'>): Promise<ConnectionOptions> {
  // It is known itself, whatever names it has and whoever issued it.
  if (tlsCert !== undefined)
    return { ca: tlsCert, allowPartialTrustChain: true, checkServerIdentity: () => undefined }
  if (dataDir !== undefined) return { ca: await readFile(join(dataDir, 'tls', 'ca.pem')) }
  // The CA of an emulator that keeps nothing is known to nobody, no more than who answers by plain HTTP.
  return { rejectUnauthorized: false }
}
