import { join } from 'node:path'
import { issue, newKey, pemOf } from '../adapters/certificates/authority.ts'
import { authorityIn } from '../adapters/certificates/authority-folder.ts'
import type { Options } from '../config/index.ts'
import type { Certificates } from '../hosts/secure-server.ts'
import { isOwnName, usualNames } from './own-names.ts'
import { privateFolder } from './private-folder.ts'

/** The certificates of the port, and the CA to trust for them. */
export interface Tls {
  readonly certificates: Certificates
  readonly ca: { readonly pem: string; readonly file: string } | undefined
  /** Removes what was private to this process. */
  close(): Promise<void>
}

/** The folder of the CA: in the data folder, else a private one. */
async function folderFor(dataDir: string | undefined) {
  if (dataDir !== undefined) return { path: join(dataDir, 'tls'), remove: async () => undefined }
  return privateFolder()
}

/** Certificates of a CA of the emulator's own, for all names under which it answers. */
async function ownCertificates(options: Options): Promise<Tls> {
  const folder = await folderFor(options.dataDir)
  const { authority, file } = await authorityIn(folder.path, Date.now()).catch(async (error) => {
    await folder.remove()
    throw error
  })
  const key = newKey()
  const certificate = (of: readonly string[]) => issue(authority, of, key, Date.now())
  return {
    certificates: {
      cert: certificate(usualNames(options)),
      key: pemOf(key),
      certFor: (name) => (isOwnName(name, options) ? certificate([name]) : undefined),
    },
    ca: { pem: authority.certificate.toString(), file },
    close: folder.remove,
  }
}

/**
 * Has certificates ready: those of the options, else new ones.
 *
 * @throws Error, one sentence, when the CA cannot be kept
 */
export async function openTls(options: Options): Promise<Tls> {
  const { tlsCert: cert, tlsKey: key } = options
  if (cert === undefined || key === undefined) return ownCertificates(options)
  return { certificates: { cert, key }, ca: undefined, close: async () => undefined }
}
