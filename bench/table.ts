/** One line of the table. */
export interface Row {
  readonly measure: string
  readonly emulator: string
  readonly bare?: string
  /** The emulator's value by the bare program's. */
  readonly ratio?: number
  /** Processor time for each of what was measured, µs; its ratio is the bare program's by the emulator's. */
  readonly processor?: Readonly<Record<'emulator' | 'bare' | 'ratio', number>>
  readonly aim?: string
  readonly note?: string
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

export const rate = (value: number): string => whole.format(value)

const time = (microseconds = Number.NaN): string =>
  Number.isNaN(microseconds) ? '' : rate(microseconds)

const share = (ratio = Number.NaN): string => (Number.isNaN(ratio) ? '' : ratio.toFixed(2))

const cells = ({ measure, emulator, bare = '', ratio, processor, aim = '', note = '' }: Row) => [
  measure,
  emulator,
  bare,
  share(ratio),
  time(processor?.emulator),
  time(processor?.bare),
  share(processor?.ratio),
  aim,
  note,
]

const head = ['measure', 'vod-emulator', 'bare', 'ratio', 'µs', 'bare µs', 'ratio', 'aim', 'note']

/** Markdown with columns of one width. */
export function table(rows: readonly Row[]): string {
  const lines = [head, ...rows.map(cells)]
  const widths = head.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  )
  const written = (line: readonly string[], fill = ' ') =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`
  const rule = written(
    head.map(() => ''),
    '-',
  )
  return [written(head), rule, ...lines.slice(1).map((line) => written(line))].join('\n')
}
