import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { bytes } from './bytes.ts'
import { calls } from './calls.ts'
import { clock } from './clock.ts'
import { memory } from './memory.ts'
import { minio } from './minio.ts'
import { pages } from './pages.ts'
import { records } from './records.ts'
import { search } from './search.ts'
import { bareProgram, build } from './servers/programs.ts'
import { startUp } from './start-up.ts'
import { type Row, table } from './table.ts'
import { videoCalls } from './video-calls.ts'
import { videoLists } from './video-lists.ts'

const machine = () =>
  [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`,
    `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    new Date().toISOString().slice(0, 10),
  ].join(', ')

const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-bench-'))

type Measurement = () => Promise<readonly Row[]>

const measurements: Readonly<Record<string, Measurement>> = {
  calls: async () => calls(await bareProgram('floor', folder)),
  start: async () => startUp(await bareProgram('hono-hello', folder), folder),
  memory: async () => (process.platform === 'linux' ? memory(folder) : []),
  records: async () => records(folder),
  pages: async () => pages(folder),
  search: async () => search(folder),
  videos: async () => [...(await videoCalls()), ...(await videoLists(folder))],
  clock: async () => clock(folder),
  bytes: async () => bytes(await bareProgram('bare-writer', folder), folder),
  minio: async () => minio(folder),
}

try {
  const startedAt = performance.now()
  await build()
  const asked = process.argv.slice(2)
  const rows: Row[] = []
  for (const [name, measure] of Object.entries(measurements))
    if (asked.length === 0 || asked.includes(name)) rows.push(...(await measure()))
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  process.stdout.write(`\n${machine()}, ${seconds} s\n\n${table(rows)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
