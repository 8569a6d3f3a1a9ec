import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** `<name>` stands for any name. */
const exists = (path: string) => globSync(path.replace(/<\w+>/g, '*'), { cwd: root }).length > 0

const isPath = (span: string) => /^[\w.<>*-]+(?:\/[\w.<>*-]*)+$|^[\w-]+\.(?:md|json)$/.test(span)

/** Text in backticks that looks like a path from the root. */
const pathsIn = (page: string) =>
  [...read(page).matchAll(/`([^`\n]+)`/g)].flatMap(([, span = '']) => (isPath(span) ? [span] : []))

const linksIn = (page: string) =>
  [...read(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].flatMap(([, target = '']) =>
    target.includes('://') ? [] : [target],
  )

interface Override {
  readonly includes: readonly string[]
  readonly linter?: {
    readonly rules?: {
      readonly style?: {
        readonly noRestrictedImports?: {
          readonly options: { readonly patterns: readonly { readonly group: readonly string[] }[] }
        }
      }
    }
  }
}

const namesOf = (groups: readonly string[], form: RegExp) =>
  groups.flatMap((group) => form.exec(group)?.[1] ?? [])

/** Each room of the emulator that has arrows, and the rooms that it may import. */
function arrowsOfLinter(): Readonly<Record<string, readonly string[]>> {
  const { overrides }: { overrides: readonly Override[] } = JSON.parse(read('biome.json'))
  const forbidden = overrides.flatMap(({ includes, linter }) => {
    const { patterns } = linter?.rules?.style?.noRestrictedImports?.options ?? { patterns: [] }
    const refused = patterns.flatMap(({ group }) => namesOf(group, /^\*\*\/(\w+)\/\*\*$/))
    return namesOf(includes, /^emulator\/(\w+)\/\*\*$/).map((room) => [room, refused] as const)
  })
  const arrows = forbidden.filter(([, refused]) => refused.length > 0)
  const rooms = arrows.map(([room]) => room).toSorted()
  return Object.fromEntries(
    arrows.map(([room, refused]) => [
      room,
      rooms.filter((other) => other !== room && !refused.includes(other)),
    ]),
  )
}

/** The same as the table of ARCHITECTURE.md says it. */
function arrowsOfPage(): Readonly<Record<string, readonly string[]>> {
  const rows = read('ARCHITECTURE.md').matchAll(/^\| `emulator\/(\w+)\/` \|[^|]*\| ([^|]*) \|$/gm)
  return Object.fromEntries(
    [...rows].map(([, room, seen]) => [room, seen === 'nothing' ? [] : seen?.split(', ')]),
  )
}

describe('pages for those who work on the emulator', () => {
  test.for(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s names paths that exist', (page) => {
    const paths = pathsIn(page)

    expect(paths.length).toBeGreaterThan(10)
    expect(paths.filter((path) => !exists(path))).toEqual([])
  })

  test('ARCHITECTURE.md lists for each room what the linter lets it see', () => {
    expect(arrowsOfPage()).toEqual(arrowsOfLinter())
  })
})

test.for([
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'README.md',
  ...globSync('docs/*.md', { cwd: root }),
])('%s links to files that exist', (page) => {
  const missing = linksIn(page).filter((target) => !existsSync(join(root, dirname(page), target)))

  expect(missing).toEqual([])
})
