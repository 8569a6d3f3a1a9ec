import type { Processing, StateMachine, Transition } from '../vod/states/index.ts'
import { code } from './constraints/constraint.ts'
import { table } from './markdown.ts'

/** The life of a kind of media. */
export interface Life {
  readonly title: string
  readonly machine: StateMachine<string>
  /** Sentences that say on what it rests. */
  readonly evidence: readonly string[]
}

type Durations = Readonly<Record<string, Readonly<Record<Processing, number>>>>

const list = (names: readonly string[] | undefined, otherwise: string): string =>
  names ? names.map(code).join(', ') : otherwise

const row = ({ on, from, plans, to, sends = [], next }: Transition<string>): readonly string[] => [
  code(on),
  list(from, 'any'),
  list(plans, 'any'),
  code(to),
  list(sends, ''),
  code(next ?? ''),
]

const section = ({ title, machine, evidence }: Life): string => `## ${title}

${table(['what happens', 'in state', 'plan', 'next state', 'events sent', 'then'], machine.map(row))}

${evidence.map((sentence) => `- ${sentence}`).join('\n')}
`

const durationTable = (durations: Durations): string => {
  const profiles = Object.entries(durations)
  const processings = Object.keys(profiles[0]?.[1] ?? {}) as readonly Processing[]
  return table(
    ['processing', ...profiles.map(([name]) => code(name))],
    processings.map((processing) => [
      code(processing),
      ...profiles.map(([, seconds]) => `${seconds[processing]} s`),
    ]),
  )
}

/** The reference page of the states of media. */
export const statePage = (lives: readonly Life[], durations: Durations): string => `# States

A media is created \`Uploading\`. The first row that fits decides what happens next; where none fits, nothing does. A row's state and its
events come in one step. [What becomes of an upload](../../../docs/processing.md) explains the plans, and how a failure is asked for.

${lives.map(section).join('\n')}
## Durations

By the emulator's clock, as \`--processing\` chooses.

${durationTable(durations)}
`
