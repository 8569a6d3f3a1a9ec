import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { storageFailure } from '../storage-failure.ts'

/** After as many lines as are needed, and no fewer than these, the file is written anew without the others. */
const fewestLines = 10_000

export interface LineFile<Line> {
  /** Adds a line, whole or not at all; nothing once the file is closed. @throws StorageError */
  add(line: Line): void
  close(): void
}

const textOf = (line: unknown): string => `${JSON.stringify(line)}\n`

function parsed(file: string, text: string, index: number): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(
      `${file} is damaged (line ${index + 1} is no JSON): restore it from a copy, or choose another folder with --data.`,
      { cause },
    )
  }
}

/**
 * The lines of a file, if it is there. What a killed process has half written at the end is none.
 *
 * @throws Error when it is damaged
 */
export function linesIn<Line>(file: string): readonly Line[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, index) => parsed(file, line, index) as Line)
}

/** Adds to an open file, or leaves it as it was. */
function append(descriptor: number, text: string): void {
  const { size } = fstatSync(descriptor)
  try {
    const written = writeSync(descriptor, text, size)
    if (written === Buffer.byteLength(text)) return
    throw Object.assign(new Error(`only ${written} bytes were written`), { code: 'ENOSPC' })
  } catch (error) {
    ftruncateSync(descriptor, size)
    throw error
  }
}

/** A file of lines of JSON. @param needed the lines that say all there is to know */
export function lineFile<Line>(file: string, needed: () => Iterable<Line>): LineFile<Line> {
  let added = 0
  let room = fewestLines
  let descriptor: number | undefined
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor)
    descriptor = undefined
  }
  const rewrite = () => {
    // Opened once: a file that could not be opened behind the rename would lose what is added.
    const next = openSync(`${file}.new`, 'w', 0o600)
    const lines = Array.from(needed(), textOf)
    try {
      writeFileSync(next, lines.join(''))
      renameSync(`${file}.new`, file)
    } catch (error) {
      closeSync(next)
      throw error
    }
    close()
    descriptor = next
    added = 0
    room = Math.max(fewestLines, lines.length)
  }
  rewrite()
  return {
    add(line) {
      if (descriptor === undefined) return
      try {
        if (added >= room) rewrite()
        append(descriptor, textOf(line))
        added += 1
      } catch (error) {
        throw storageFailure(file, error)
      }
    },
    close,
  }
}
