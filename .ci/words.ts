// One word for one thing: none of these words is in the repository, except where the service or a standard uses it.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Word {
  readonly found: RegExp
  readonly instead: string
  /** Uses by the service and the standards. */
  readonly except?: RegExp
}

const words: readonly Word[] = [
  { found: /octet/i, instead: 'byte', except: /octet-stream|OctetString/g },
  { found: /complain/i, instead: 'constraint order, violates' },
  { found: /\bbreaks:|\.breaks\b/, instead: 'violates' },
  { found: /\bTold\b|\btoldConnections\b/, instead: 'onRefused, overflowConnections' },
  { found: /\bmend(?:s|ed|ing)?\b/i, instead: 'remedy, or fix' },
  { found: /\b(?:Circumstances|Surroundings)\b/, instead: 'context' },
  { found: /\b(?:Vault|Followed)\b/, instead: 'VersionedObjects, TrackedBody' },
  { found: /\bnearest\(/, instead: 'closestMatch' },
  { found: /\bwithin\(|\bconcurrently\b/, instead: 'withTimeout, mapLimit' },
  { found: /judg/i, instead: 'check' },
  { found: /\bfaces?\b/i, instead: 'protocol' },
  { found: /\bcoverage\.ts|\bpresented\b/, instead: 'signed parameters, parsed signature' },
  { found: /\bsays(?=[:)])|\.says\b/, instead: 'message' },
  { found: /\b(?:interface|type) Found\b|: Found\b/, instead: 'Finding' },
  { found: /\b(?:giveBack|lendOnce)\b/, instead: 'release, adopt' },
  { found: /\b(?:closeGently|unparsable)\b/, instead: 'lingeringClose, HTTP refusals' },
  { found: /\b(?:most|longest)[A-Z]\w*/, instead: 'max…' },
  {
    found: /\b(?:is|are) no (?:UTF-8|integer|number)\b/,
    instead: 'is not valid, is not an integer',
  },
  { found: /\bleaves? (?:\S+ ){1,3}away\b/i, instead: 'omit' },
  {
    found: /\bbehind (?:`|its|their|the (?:answer|end|first|last|request|run|test))/,
    instead: 'after',
  },
  { found: /\bblanks?\b/i, instead: 'space, or empty line', except: /blank[- ]line/g },
]

/** Text by others, and this file, which has to name the words. */
const excluded = ['fixtures', 'package-lock.json', '.ci/words.ts']

const root = join(import.meta.dirname, '..')

const isIn = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`))

const wordsIn = (path: string): readonly string[] =>
  readFileSync(join(root, path), 'utf8')
    .split('\n')
    .flatMap((line, i) =>
      words
        .filter(({ found, except }) => found.test(except ? line.replaceAll(except, '') : line))
        .map(({ instead }) => `${path}:${i + 1}: say ${instead}: ${line.trim()}`),
    )

const listed = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
const files = listed
  .split('\n')
  .filter(
    (path) =>
      /\.(?:ts|mjs|sh|md|json|ya?ml)$|Dockerfile$|^\.ci\/[a-z0-9-]+$/.test(path) &&
      !isIn(path, excluded),
  )
const found = files.flatMap(wordsIn)
for (const line of found) console.error(line)
if (found.length > 0) process.exit(1)
console.log(`Words: one for one thing in ${files.length} files.`)
