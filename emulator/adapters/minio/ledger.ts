import { lineFile, linesIn } from './lines.ts'

/** Something that was put into a bucket, or that may have been. */
export interface Entry {
  readonly revision: string
  readonly bucket: string
  readonly key: string
  /** The upload whose part it is. */
  readonly upload?: string
  /** The version of the bucket; absent until the server has answered. */
  readonly version?: string
}

export interface Upload {
  readonly handle: string
  /** Of the object that it will be. */
  readonly headers: Readonly<Record<string, string>>
}

type Line =
  | { readonly entry: Entry }
  | { readonly upload: Upload }
  | { readonly gone: string }
  | { readonly closed: string }

/**
 * All that a store has in buckets which are not its own: what others keep there is never listed and never touched. Each
 * line is written before what it tells of is begun, so that a killed process leaves nothing that the next does not know.
 */
export interface Ledger {
  find(revision: string): Entry | undefined
  entries(): Iterable<Entry>
  upload(handle: string): Upload | undefined
  uploads(): Iterable<string>
  partsOf(handle: string): readonly Entry[]
  /** Takes an entry in, or its version. */
  keep(entry: Entry): void
  forget(revision: string): void
  open(upload: Upload): void
  /** Forgets an upload; its parts have to be gone. */
  closeUpload(handle: string): void
  close(): void
}

/** Without a file it is forgotten with the process. */
export function ledger(file?: string): Ledger {
  const entries = new Map<string, Entry>()
  const uploads = new Map<string, Upload>()
  const parts = new Map<string, Set<string>>()

  const take = (line: Line) => {
    if ('upload' in line) {
      uploads.set(line.upload.handle, line.upload)
      parts.set(line.upload.handle, new Set())
    } else if ('closed' in line) {
      uploads.delete(line.closed)
      parts.delete(line.closed)
    } else if ('entry' in line) {
      entries.set(line.entry.revision, line.entry)
      parts.get(line.entry.upload ?? '')?.add(line.entry.revision)
    } else {
      parts.get(entries.get(line.gone)?.upload ?? '')?.delete(line.gone)
      entries.delete(line.gone)
    }
  }
  function* needed(): Iterable<Line> {
    for (const upload of uploads.values()) yield { upload }
    for (const entry of entries.values()) yield { entry }
  }

  if (file !== undefined) for (const line of linesIn<Line>(file)) take(line)
  const written = file === undefined ? undefined : lineFile(file, needed)
  const note = (line: Line) => {
    written?.add(line)
    take(line)
  }
  return {
    find: (revision) => entries.get(revision),
    entries: () => entries.values(),
    upload: (handle) => uploads.get(handle),
    uploads: () => uploads.keys(),
    partsOf: (handle) =>
      Array.from(parts.get(handle) ?? []).flatMap((revision) => entries.get(revision) ?? []),
    keep: (entry) => note({ entry }),
    forget: (gone) => note({ gone }),
    open: (upload) => note({ upload }),
    closeUpload: (closed) => note({ closed }),
    close: () => written?.close(),
  }
}
