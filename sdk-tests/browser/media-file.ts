import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { bytes } from '../setup/bytes.ts'
import { cwd } from '../setup/program.ts'

const fixtures: Readonly<Record<string, string>> = {
  '.mp4': 'moov-first.mp4',
  '.mov': 'film.mov',
  '.png': 'picture.png',
}

/** A real film or picture by its name, brought to a size in bytes by a box that players skip. */
export function mediaFile(name: string, size: number): Buffer {
  const media = readFileSync(`${cwd}fixtures/media/${fixtures[extname(name)]}`)
  const rest = bytes(size - media.length)
  rest.writeUInt32BE(rest.length)
  rest.write('free', 4)
  return Buffer.concat([media, rest])
}
