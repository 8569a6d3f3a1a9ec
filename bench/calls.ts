import { type Outgoing, sendAll } from './client.ts'
import { type Launched, launchNode } from './servers/launch.ts'
import { built, reset } from './servers/programs.ts'
import { creation, type Signing, v1, v3 } from './signed-calls.ts'
import type { Row } from './table.ts'
import { rowOf, type Turn } from './turns.ts'

const turnsOfRow = 12
const warmUpTurns = 3
/** What a turn of the emulator should last, ms. */
const turnMs = 350
const mostCalls = 3000
const connections = 16

const hostOf = ({ port }: Launched) => `127.0.0.1:${port}`

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

const cases: readonly Case[] = [
  { measure: 'signed call, V1', sign: v1(creation), aim: '≥ 0.3' },
  { measure: 'signed call, V3', sign: v3(creation), aim: '≥ 0.3' },
  { measure: 'refused, V1, wrong signature', sign: v1(misspelt), status: 400 },
  { measure: 'refused, V3, wrong signature', sign: v3(misspelt), status: 400 },
  { measure: 'refused, V1, unknown key', sign: v1(foreign), status: 404 },
  { measure: 'refused, V1, wrong parameter', sign: v1(wrong), status: 400 },
]

/** The size of an answer's body, bytes. */
async function sizeOfAnswer(emulator: Launched, { sign, status = 200 }: Case): Promise<number> {
  const [start = '', ...lines] = sign(hostOf(emulator)).head.toString('latin1').trim().split('\r\n')
  const [method = '', target] = start.split(' ')
  const headers = lines
    .map((line) => line.split(': ') as [string, string])
    .filter(([name]) => !/^(?:host|connection|content-length)$/i.test(name))
  const response = await fetch(`http://${hostOf(emulator)}${target}`, { method, headers })
  const { byteLength } = await response.arrayBuffer()
  if (response.status !== status) throw new Error(`answered ${response.status}`)
  return byteLength
}

/** As many calls as fill a turn of the emulator, as a first one tells. */
async function callsOfTurn(emulator: Launched, { sign, status = 200 }: Case): Promise<number> {
  const trial = prepare(200, sign, hostOf(emulator))
  const { milliseconds } = await sendAll(emulator.port, trial, { connections, status })
  return Math.min(mostCalls, Math.ceil((trial.length / milliseconds) * turnMs))
}

/** One kind of call, in turns: the emulator, then the bare program with the very same octets. */
async function compare(emulator: Launched, bareFile: string, kind: Case): Promise<Row> {
  const { measure, sign, status = 200, aim } = kind
  await using bare = await launchNode([bareFile, String(await sizeOfAnswer(emulator, kind))])
  const amount = await callsOfTurn(emulator, kind)
  const turns: Turn[] = []
  for (let i = 0; i < warmUpTurns + turnsOfRow; i++) {
    const requests = prepare(amount, sign, hostOf(emulator))
    const ours = await sendAll(emulator.port, requests, { connections, status })
    const theirs = await sendAll(bare.port, requests, { connections })
    if (i >= warmUpTurns) turns.push({ ours, theirs })
    await reset(emulator)
  }
  return rowOf({ measure: `${measure}, calls/s`, amount, ...(aim && { aim }) }, turns)
}

/** Calls, good and refused, beside a bare answer of the same size, each server a process. */
export async function calls(bareFile: string): Promise<readonly Row[]> {
  await using emulator = await launchNode(built)
  const rows: Row[] = []
  for (const kind of cases) rows.push(await compare(emulator, bareFile, kind))
  return rows
}
