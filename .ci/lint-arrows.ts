// Shows that the linter enforces the arrows between rooms: files with one forbidden import each, which it must refuse.
import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

/** Rooms of the emulator without an arrow, and why. */
const free: Readonly<Record<string, string>> = {
  discoveries: 'it holds no code',
  testing: 'only tests import it, and they may see everything',
}

const root = join(import.meta.dirname, '..')

interface Arrow {
  readonly room: string
  readonly patterns: readonly string[]
}

/** One file with one import, and whether the linter must refuse it. */
interface Case {
  readonly room: string
  readonly specifier: string
  readonly isForbidden: boolean
}

interface Override {
  readonly includes: readonly string[]
  readonly linter?: { readonly rules?: { readonly style?: { noRestrictedImports?: Rule } } }
}

interface Rule {
  readonly options: { readonly patterns: readonly { readonly group: readonly string[] }[] }
}

/** `a/{b,c}/**` as `a/b` and `a/c`. */
function foldersOf(glob: string): readonly string[] {
  const [, before = '', choice = '', rest = ''] = /^(.*?)\{(.*?)\}(.*)$/.exec(glob) ?? []
  const globs = choice ? choice.split(',').map((one) => before + one + rest) : [glob]
  return globs.map((one) => one.replace('/**', ''))
}

function arrows(): readonly Arrow[] {
  const text = readFileSync(join(root, 'biome.json'), 'utf8')
  const { overrides }: { overrides: readonly Override[] } = JSON.parse(text)
  return overrides.flatMap(({ includes, linter }) => {
    const { patterns } = linter?.rules?.style?.noRestrictedImports?.options ?? { patterns: [] }
    const rooms = includes.filter((glob) => !glob.startsWith('!')).flatMap(foldersOf)
    return patterns.flatMap(({ group }) => rooms.map((room) => ({ room, patterns: group })))
  })
}

/** Imports that a pattern means, as a file of a room would write them; `folder` stands for any. */
const specifiersOf = (pattern: string, folder: string): readonly string[] => {
  const file = pattern
    .replace(/^node:\*(\/\*\*)?$/, (_, below) => (below ? 'node:fs/promises' : 'node:fs'))
    .replace(/\*\*$/, `${folder}/file.ts`)
  return file.startsWith('**/')
    ? [file.replace('**/', '../'), file.replace('**/', '../../')]
    : [file]
}

const casesOf = ({ room, patterns }: Arrow): readonly Case[] => [
  { room, specifier: './of-this-room.ts', isForbidden: false },
  ...patterns.flatMap((pattern) =>
    pattern.startsWith('!')
      ? specifiersOf(pattern.slice(1), 'oss').map((specifier) => ({
          room,
          specifier,
          isForbidden: false,
        }))
      : specifiersOf(pattern, 'folder').map((specifier) => ({
          room,
          specifier,
          isForbidden: true,
        })),
  ),
]

/** The files that the linter refuses for what they import. */
function refusedAmong(files: ReadonlyMap<string, string>): ReadonlySet<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vod-emulator-arrows-')))
  try {
    cpSync(join(root, 'biome.json'), join(folder, 'biome.json'))
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const biome = join(root, 'node_modules', '.bin', 'biome')
    const args = ['lint', '--only=style/noRestrictedImports', '--max-diagnostics=none']
    const run = spawnSync(biome, [...args, '--reporter=github', '.'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    const lines = run.stdout.matchAll(/^::error .*?\bfile=([^,]+)/gm)
    const refused = new Set(lines.map(([, file = '']) => relative(folder, file)))
    if (refused.size === 0) throw new Error(`The linter refused nothing: ${run.stderr}`)
    return refused
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Rooms that no arrow guards, and arrows or reasons that guard no room. */
function mismatchedRooms(known: readonly Arrow[]): readonly string[] {
  const rooms = readdirSync(join(root, 'emulator'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
  const guarded = new Set(known.map(({ room }) => room))
  return [
    ...rooms
      .filter((room) => !guarded.has(`emulator/${room}`) && !(room in free))
      .map((room) => `emulator/${room} has no arrow in biome.json: add one, or a reason here.`),
    ...Object.keys(free)
      .filter((room) => guarded.has(`emulator/${room}`) || !rooms.includes(room))
      .map((room) => `emulator/${room} needs no reason here to be without an arrow: remove it.`),
    ...[...guarded]
      .filter((room) => !existsSync(join(root, room)))
      .map((room) => `biome.json has an arrow of ${room}, which is not a folder: remove it.`),
  ]
}

const known = arrows()
const cases = new Map(
  known.flatMap(casesOf).map((one, i) => [join(one.room, `arrow-${i}.ts`), one] as const),
)
const refused = refusedAmong(
  new Map([...cases].map(([path, { specifier }]) => [path, `export * from '${specifier}'\n`])),
)
const wrong = [
  ...mismatchedRooms(known),
  ...[...cases]
    .filter(([path, { isForbidden }]) => refused.has(path) !== isForbidden)
    .map(
      ([, { room, specifier, isForbidden }]) =>
        `${room}: the import of '${specifier}' is ${isForbidden ? 'accepted' : 'refused'} by the linter.`,
    ),
]
for (const line of wrong) console.error(line)
if (wrong.length > 0) process.exit(1)
console.log(`Arrows: ${refused.size} forbidden imports refused, in ${known.length} rooms.`)
