import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { codeOf } from '../../kernel/error-code.ts'
import {
  type Authority,
  authorityText,
  isLasting,
  newAuthority,
  readAuthority,
} from './authority.ts'

/** An authority, and the file of its certificate. */
export interface KeptAuthority {
  readonly authority: Authority
  /** Absolute. */
  readonly file: string
}

async function textIn(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** A file is whole or not there. */
async function replace(file: string, text: string, mode: number): Promise<void> {
  await writeFile(`${file}.new`, text, { mode })
  await rename(`${file}.new`, file)
}

/** The authority of an earlier start. */
async function kept(file: string): Promise<Authority | undefined> {
  const text = await textIn(file)
  try {
    return text === undefined ? undefined : readAuthority(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const message = `${file} is damaged (${reason}): restore it from a copy, or remove it to have a new CA made, which clients have to be told to trust.`
    throw new Error(message, { cause })
  }
}

/**
 * The authority of a folder: made with it, and the same as long as the folder is kept; a new one in its last month.
 *
 * @param nowMs by the system's clock, which is that of clients
 * @throws Error, one sentence, when it cannot be read or written
 */
export async function authorityIn(folder: string, nowMs: number): Promise<KeptAuthority> {
  // Key and certificate are in one file, so that one is never there without the other.
  const secretFile = join(folder, 'authority.pem')
  const file = resolve(folder, 'ca.pem')
  await mkdir(folder, { recursive: true })
  const old = await kept(secretFile)
  const authority = old && isLasting(old, nowMs) ? old : newAuthority(nowMs)
  if (authority !== old) await replace(secretFile, authorityText(authority), 0o600)
  const text = authority.certificate.toString()
  if ((await textIn(file)) !== text) await replace(file, text, 0o644)
  return { authority, file }
}
