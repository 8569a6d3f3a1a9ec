import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env, execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

test('a run of node --test ends by itself, and leaves no folder, where nothing was closed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
  await using _ = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
  const file = fileURLToPath(new URL('forgetful.ts', import.meta.url))

  // Rejects where the run fails, and where it has to be killed.
  const { stdout } = await promisify(execFile)(execPath, ['--test', file], {
    env: { ...env, TMPDIR: folder, NODE_COMPILE_CACHE: '' },
    timeout: 50_000,
  })

  expect(stdout).toContain('pass 3')
  expect(await readdir(folder)).toEqual([])
})
