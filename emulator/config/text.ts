import type { KeyedRow } from './row.ts'
import { rows } from './table.ts'

const code = (text: string) => `\`${text}\``

const defaultOf = (row: KeyedRow) => row.byDefault ?? code(String(row.fallback))

const usageOf = ({ flag, placeholder }: KeyedRow) => (placeholder ? `${flag} ${placeholder}` : flag)

const tableLine = (cells: readonly string[]) => `| ${cells.join(' | ')} |`

/** The documentation's table of options. */
export const optionsTable = (): string =>
  [
    tableLine(['flag', 'environment', 'library key', 'default', 'meaning']),
    tableLine(Array(5).fill('---')),
    ...rows.map((row) =>
      tableLine([
        code(usageOf(row)) + (row.repeatable ? ' (repeatable)' : ''),
        code(row.env) + (row.repeatable ? ' (comma separated)' : ''),
        code(row.key),
        defaultOf(row),
        row.meaning,
      ]),
    ),
  ].join('\n')

const indent = 32
const width = 100

function wrapped(text: string): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trimStart()
    if (lines.length > 0 && longer.length <= width - indent) lines.splice(-1, 1, longer)
    else lines.push(word)
  }
  return lines
}

/** A usage that leaves no space before its text has a line of its own. */
function entry(usage: string, ...texts: readonly string[]): string {
  const label = `  ${usage}`
  const lines = texts.flatMap(wrapped).map((line) => ' '.repeat(indent) + line)
  if (label.length >= indent) return [label, ...lines].join('\n')
  const [first = '', ...others] = lines
  return [label + first.slice(label.length), ...others].join('\n')
}

const plain = (markdown: string) => markdown.replaceAll('`', '')

const optionEntry = (row: KeyedRow) =>
  entry(
    usageOf(row),
    plain(row.meaning) + (row.repeatable ? ' (repeatable)' : ''),
    `${row.env}${row.repeatable ? ' (comma separated)' : ''}, default ${plain(defaultOf(row))}`,
  )

/** What `--help` prints. */
export const helpText = (): string =>
  [
    'Usage: vod-emulator [start | healthcheck] [options]',
    '       vod-emulator seed --schema',
    '',
    'healthcheck asks the emulator that was started with these options whether it is ready, and exits with',
    '0 if it is, with 1 and the reason if it is not.',
    'seed --schema prints the JSON Schema of the file of --seed.',
    '',
    'Options, each with its environment variable; a flag wins over the environment, the environment',
    'over the file, the file over the default. Switches also take =on and =off.',
    '',
    ...rows.map(optionEntry),
    entry(
      '--config FILE',
      'JSON file whose keys are the options of the library',
      'default vod-emulator.config.json of the working directory, if there is one',
    ),
    entry('-h, --help', 'prints this'),
    entry('-v, --version', 'prints the version'),
  ].join('\n')
