import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { needsEmulator } from '../setup/fixtures.ts'
import { ended, spawnProgram, urlFrom } from '../setup/program.ts'

test.for<[signal: 'SIGTERM' | 'SIGINT', args: readonly string[], folders: number]>([
  ['SIGTERM', [], 1],
  ['SIGINT', [], 1],
  // That of its CA.
  ['SIGTERM', ['--tls'], 2],
])(
  'after %s the program ends with 0 and leaves no folder of its own: %j',
  async ([signal, args, count], { skip }) => {
    needsEmulator(skip)
    const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
    await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
    const child = spawnProgram(args, { wrapper: ['env', `TMPDIR=${folder}`] })
    expect(await urlFrom(child.stdout)).toBeDefined()
    const folders = async () =>
      (await readdir(folder)).filter((name) => name.startsWith('vod-emulator-'))
    expect(await folders()).toHaveLength(count)

    child.kill(signal)

    expect(await ended(child)).toBe(0)
    expect(await folders()).toEqual([])
  },
)
