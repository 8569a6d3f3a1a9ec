import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { calls } from './calls.ts'
import { octets } from './octets.ts'
import { records } from './records.ts'
import { bareProgram, build } from './servers/programs.ts'
import { startUp } from './start-up.ts'
import { table } from './table.ts'

const machine = () =>
  [
    `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'})`,
    `${Math.round(totalmem() / 1024 ** 3)} GiB`,
    `${process.platform} ${process.arch}`,
    `Node ${process.versions.node}`,
    new Date().toISOString().slice(0, 10),
  ].join(', ')

const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-bench-'))
try {
  const startedAt = performance.now()
  await build()
  const bareFile = await bareProgram(folder)
  const rows = [
    ...(await calls(bareFile)),
    ...(await startUp(bareFile, folder)),
    ...(await records(folder)),
    ...(process.platform === 'linux' ? await octets(folder) : []),
  ]
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  process.stdout.write(`\n${machine()}, ${seconds} s\n\n${table(rows)}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
