import type { Outgoing } from './client.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built, reset } from './servers/programs.ts'
import { creation, type Signing, v1, v3 } from './signed-calls.ts'
import type { Row } from './table.ts'
import { rowOf, sendTo, type Target, type Turn } from './turns.ts'

const turnsOfRow = 10
/** Calls of each kind before any is counted: it takes some thousands until all code is compiled. */
const warmUpCalls = 6000
const warmUpTurns = 2
/** What a turn of the emulator should last, ms: many times what the kernel counts in, and several collections. */
const turnMs = 1500
const maxCalls = 15_000
const connections = 16

const hostOf = ({ port }: Launched) => `127.0.0.1:${port}`

const targetOf = ({ port, pid }: Launched): Target => ({ port, pids: [pid] })

const prepare = (count: number, sign: Signing, host: string): readonly Outgoing[] =>
  Array.from({ length: count }, () => sign(host))

interface Case {
  readonly measure: string
  readonly sign: Signing
  readonly status?: number
  readonly aim?: string
}

const foreign = { ...creation, key: { ...creation.key, id: 'LTAIunknown' } }
const misspelt = { ...creation, key: { ...creation.key, secret: 'another secret' } }
const wrong = { ...creation, parameters: { ...creation.parameters, Title: 'title'.repeat(200) } }

const signed = '≥ 0.75 of µs'
const refused = '≥ 0.5 of µs'

const cases: readonly Case[] = [
  { measure: 'signed call, V1', sign: v1(creation), aim: signed },
  { measure: 'signed call, V3', sign: v3(creation), aim: signed },
  { measure: 'refused, V1, wrong signature', sign: v1(misspelt), status: 400, aim: refused },
  { measure: 'refused, V3, wrong signature', sign: v3(misspelt), status: 400, aim: refused },
  { measure: 'refused, V1, unknown key', sign: v1(foreign), status: 404, aim: refused },
  { measure: 'refused, V1, wrong parameter', sign: v1(wrong), status: 400, aim: refused },
]

/** So many calls of a kind to both servers in turns, with the very same bytes: signatures do not cover the port. */
async function turn(
  emulator: Launched,
  floor: Launched,
  { sign, status = 200 }: Case,
  amount: number,
): Promise<Turn> {
  const sending = { connections, status }
  const requests = prepare(amount, sign, hostOf(emulator))
  const ours = await sendTo(targetOf(emulator), requests, sending)
  const theirs = await sendTo(targetOf(floor), requests, sending)
  await reset(emulator)
  await reset(floor)
  return { ours, theirs }
}

/** As many calls as fill a turn of an emulator that is warm. */
async function callsOfTurn(emulator: Launched, floor: Launched, kind: Case): Promise<number> {
  const { ours } = await turn(emulator, floor, kind, warmUpCalls)
  const { ours: warm } = await turn(emulator, floor, kind, warmUpCalls / 2)
  const perMs = warmUpCalls / 2 / Math.min(ours.milliseconds / 2, warm.milliseconds)
  return Math.min(maxCalls, Math.ceil(perMs * turnMs))
}

async function compare(emulator: Launched, floor: Launched, kind: Case): Promise<Row> {
  const { measure, aim } = kind
  const amount = await callsOfTurn(emulator, floor, kind)
  const turns: Turn[] = []
  for (let i = 0; i < warmUpTurns + turnsOfRow; i++) {
    const taken = await turn(emulator, floor, kind, amount)
    if (i >= warmUpTurns) turns.push(taken)
  }
  return rowOf({ measure: `${measure}, calls/s`, amount, ...(aim && { aim }) }, turns)
}

/** Calls, good and refused, beside a server that does nothing but what they need, each server a process. */
export async function calls(floorFile: string): Promise<readonly Row[]> {
  await using emulator = await launchNode(built)
  await using floor = await launchNode([floorFile, creation.key.id, creation.key.secret])
  const rows: Row[] = []
  for (const kind of cases) rows.push(await compare(emulator, floor, kind))
  return rows
}
