import fc from 'fast-check'
import { sending } from './cases.ts'
import type { Child } from './child.ts'
import { exchange, type Sending } from './exchange.ts'
import { faultOf } from './judge.ts'
import { isAvoided } from './known-bugs.ts'
import { escaped } from './octets.ts'
import type { For } from './requests/request.ts'
import { type Tally, tally } from './tally.ts'
import { newWorld } from './world.ts'

/** Connections at a time. */
const connections = 64
/** Cases of one seed; with the next one the world is made anew. */
const round = 500

interface Fault {
  readonly sent: Sending
  readonly fault: string
}

/** Sends one case; answers what is wrong with what came back. */
async function judge(child: Child, sent: Sending, counted: Tally): Promise<string | undefined> {
  if (isAvoided(sent.octets)) return undefined
  const { framing, answers, fault } = await exchange(child.port, sent)
  if (child.complaints.length > 0) return child.complaints.join('\n')
  if (fault) return fault
  for (const [i, answer] of answers.entries()) {
    const wrong = faultOf(answer, framing.requests[i]) ?? counted.add(answer)
    if (wrong) return `${wrong}:\n${escaped(answer.body)}`
  }
  return undefined
}

/** Runs cases on some connections at a time until all are done or one is faulty. */
async function run(child: Child, cases: readonly Sending[], counted: Tally) {
  const queue = cases.entries()
  let found: (Fault & { readonly index: number }) | undefined
  const worker = async () => {
    for (const [index, sent] of queue) {
      if (found) return
      const fault = await judge(child, sent, counted)
      if (fault) found ??= { sent, fault, index }
    }
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return found
}

const told = ({ sent: { octets, ...how }, fault }: Fault): string =>
  `${fault}\nsent: ${JSON.stringify(how)} ${escaped(octets)}`

/** The same case alone, made smaller as long as it is faulty; undefined when it needs company. */
async function shrunk(child: Child, seed: number, index: number): Promise<string | undefined> {
  const world = await newWorld(child.port)
  let last: Fault | undefined
  const property = fc.asyncProperty(sending, async (make: For<Sending>) => {
    const sent = make(world)
    const fault = await judge(child, sent, tally())
    if (fault) last = { sent, fault }
    return !fault
  })
  await fc.check(property, { seed, path: String(index), interruptAfterTimeLimit: 20_000 })
  return last && `Alone, and smaller:\n${told(last)}`
}

/**
 * Sends cases, many at a time, and judges every answer.
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
    const made = fc.sample(sending, { seed: seed + i, numRuns: round }).map((make) => make(world))
    const found = await run(child, made, counted)
    if (!found) continue
    const smaller = await shrunk(child, seed + i, found.index).catch(() => undefined)
    throw new Error(
      [`Case ${found.index} of seed ${seed + i}: ${told(found)}`, ...(smaller ? [smaller] : [])].join('\n\n'),
    )
  }
  return counted
}
