import { closeSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs'

/** After so many lines the file is written anew, without what is no longer needed. */
const mostLines = 10_000

export interface LineFile<Line> {
  /** Adds a line, which a killed process leaves behind whole or not at all. */
  add(line: Line): void
  close(): void
}

const textOf = (line: unknown): string => `${JSON.stringify(line)}\n`

/** The lines of a file, if it is there. What a killed process has half written at the end is none. */
export function linesIn<Line>(file: string): readonly Line[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line) as Line)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** A file of lines of JSON. @param needed the lines that say all there is to know */
export function lineFile<Line>(file: string, needed: () => Iterable<Line>): LineFile<Line> {
  let lines = 0
  const open = () => {
    writeFileSync(`${file}.new`, Array.from(needed(), textOf).join(''), { mode: 0o600 })
    renameSync(`${file}.new`, file)
    lines = 0
    return openSync(file, 'a')
  }
  let descriptor = open()
  return {
    add(line) {
      writeSync(descriptor, textOf(line))
      lines += 1
      if (lines < mostLines) return
      closeSync(descriptor)
      descriptor = open()
    },
    close: () => closeSync(descriptor),
  }
}
