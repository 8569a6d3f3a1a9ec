/** One line of the table. */
export interface Row {
  readonly measure: string
  readonly emulator: string
  readonly bare?: string
  /** The emulator's value by the bare program's. */
  readonly ratio?: number
  readonly aim?: string
  readonly note?: string
}

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

export const rate = (value: number): string => whole.format(value)

const cells = ({ measure, emulator, bare = '', ratio, aim = '', note = '' }: Row) => [
  measure,
  emulator,
  bare,
  ratio?.toFixed(2) ?? '',
  aim,
  note,
]

const head = ['measure', 'vod-emulator', 'bare', 'ratio', 'aim', 'note']

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
