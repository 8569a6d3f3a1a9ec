import fc from 'fast-check'
import { faultOf } from './answer-checks.ts'
import { escaped } from './bytes.ts'
import { sending } from './cases.ts'
import { type Child, startChild } from './child.ts'
import { exchange, type Sending } from './exchange.ts'
import { type Tally, tally } from './tally.ts'
import { newWorld } from './world.ts'

/** Connections at a time. */
const connections = 64
/** Cases of one seed; the next seed gets a new world. */
const round = 500

interface Fault {
  readonly index: number
  readonly sent: Sending
  readonly fault: string
  /** Whether this case's own answers show it; otherwise the process has printed a problem, caused by any of those that were sent lately. */
  readonly own: boolean
}

type Verdict = Pick<Fault, 'fault' | 'own'> | undefined

/** Sends one case; returns what is wrong with the answer. */
async function verdictOf(child: Child, sent: Sending, counted: Tally): Promise<Verdict> {
  const { framing, answers, fault } = await exchange(child.port, sent)
  if (fault) return { fault, own: true }
  for (const [i, answer] of answers.entries()) {
    const wrong = faultOf(answer, framing.requests[i]) ?? counted.add(answer)
    if (wrong) return { fault: `${wrong}:\n${escaped(answer.body)}`, own: true }
  }
  if (child.problems.length === 0) return undefined
  return { fault: child.problems.join('\n'), own: false }
}

/** Runs cases on some connections at a time until all are done or one is faulty. */
async function run(child: Child, cases: readonly Sending[], counted: Tally) {
  const queue = cases.entries()
  const faults: Fault[] = []
  const worker = async () => {
    for (const [index, sent] of queue) {
      const verdict = await verdictOf(child, sent, counted)
      if (verdict) faults.push({ sent, index, ...verdict })
      if (faults.length > 0) return
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  if (faults.length > 0 && !(await child.lives()))
    return { ...faults[0], fault: child.problems.join('\n'), own: false } as Fault
  return faults.find(({ own }) => own) ?? faults[0]
}

const describe = ({ sent: { bytes, ...how }, fault }: Pick<Fault, 'sent' | 'fault'>): string =>
  `${fault}\nsent: ${JSON.stringify(how)} ${escaped(bytes)}`

/** The cases of one seed, as long as nothing is known of the world. */
const makers = (seed: number) => fc.sample(sending, { seed, numRuns: round })

/** Which case makes the process print a problem: those of some connections were under way, so each is sent alone. */
async function culprit(seed: number, fault: Fault): Promise<Fault> {
  if (fault.own) return fault
  await using child = await startChild()
  const world = await newWorld(child.port)
  const first = Math.max(0, fault.index - 2 * connections)
  for (const [index, make] of makers(seed).entries()) {
    if (index < first) continue
    const sent = make(world)
    await verdictOf(child, sent, tally())
    // What a process says at its end comes later than the end of its connections.
    if (child.problems.length > 0 || !(await child.lives())) return { ...fault, index, sent }
  }
  return fault
}

/** The same case alone, made smaller as long as it is faulty; undefined when it needs company. */
async function shrunk(seed: number, index: number): Promise<string | undefined> {
  await using child = await startChild()
  const world = await newWorld(child.port)
  let last: Pick<Fault, 'sent' | 'fault'> | undefined
  const property = fc.asyncProperty(sending, async (make) => {
    const sent = make(world)
    const verdict = await verdictOf(child, sent, tally())
    if (verdict?.own) last = { sent, fault: verdict.fault }
    // What was printed once stays printed: there is nothing to shrink.
    return verdict?.own !== true
  })
  await fc.check(property, { seed, path: String(index), interruptAfterTimeLimit: 20_000 })
  return last && `Alone, and smaller:\n${describe(last)}`
}

/** Describes a fault for the developer who has to fix it. */
async function report(seed: number, found: Fault): Promise<string> {
  const fault = await culprit(seed, found)
  const smaller = await shrunk(seed, fault.index).catch(() => undefined)
  const first = `Case ${fault.index} of seed ${seed}: ${describe(fault)}`
  return smaller ? `${first}\n\n${smaller}` : first
}

/**
 * Sends cases, many at a time, and checks every answer.
 *
 * @throws Error at the first fault, with what was sent, its seed, and a smaller case where there is one
 */
export async function campaign(
  child: Child,
  { seed, cases }: { readonly seed: number; readonly cases: number },
): Promise<Tally> {
  const counted = tally()
  for (let i = 0; i * round < cases; i++) {
    const world = await newWorld(child.port)
    const made = makers(seed + i).map((make) => make(world))
    const fault = await run(child, made, counted)
    if (fault) throw new Error(await report(seed + i, fault))
  }
  return counted
}
