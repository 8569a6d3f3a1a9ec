import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { runProgram } from '../setup/program.ts'

const cwd = fileURLToPath(new URL('../../', import.meta.url))

/** What npm prints of the program's standard error, and how it ends. */
const npm = (...args: readonly string[]) =>
  new Promise<{ code: unknown; stderr: string }>((resolve) => {
    execFile('npm', args, { cwd }, (error, _, stderr) => resolve({ code: error?.code, stderr }))
  })

describe('a start that is asked for what does not exist', () => {
  test('names the nearest variable', async () => {
    expect(await runProgram(['--port', '0'], { VOD_EMULATOR_PROT: '18000' })).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'vod-emulator: VOD_EMULATOR_PROT: no such variable, did you mean VOD_EMULATOR_PORT?\nSee vod-emulator --help\n',
    })
  })

  test('names the nearest flag', async () => {
    expect((await runProgram(['--freeze-clok'])).stderr).toContain(
      '--freeze-clok: no such option, did you mean --freeze-clock?',
    )
  })

  test('through npm says how to hand on a flag', async () => {
    const { code, stderr } = await npm('start', '--port', '18000')

    expect(code).toBe(2)
    expect(stderr).toContain(
      'vod-emulator: --port: npm took it for an option of its own, write npm run start -- --port PORT\n',
    )
  })
})

test('a certificate that cannot be read stops the start, with its option, its file and the reason', async () => {
  expect(await runProgram(['--tls-cert', 'none.pem', '--tls-key', 'none.pem'])).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'vod-emulator: --tls-cert: "none.pem" cannot be read (ENOENT), expected a PEM file\nSee vod-emulator --help\n',
  })
})

describe('a seed', () => {
  test('that is wrong stops the start, with its place and the reason', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-seed-'))
    const file = join(folder, 'seed.json')
    await writeFile(file, '{"accounts":{"1":{"storage":[{"bucket":"Bucket"}]}}}')

    const ending = await runProgram(['--seed', file])
    await rm(folder, { recursive: true })

    expect(ending).toMatchObject({ status: 2, stdout: '' })
    expect(ending.stderr).toContain(
      `vod-emulator: --seed ${file}: accounts["1"].storage[0].bucket: "Bucket" is not accepted`,
    )
  })

  test('has a JSON Schema, which the program prints', async () => {
    const { status, stdout, stderr } = await runProgram(['seed', '--schema'])

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ type: 'object', required: ['accounts'] })
  })
})

test.runIf(existsSync('/proc/self')).each(['/proc/nope', '/proc/nope/deeper', '/proc/version'])(
  'the data folder %s, which nobody can make, is refused at once',
  async (folder) => {
    const { status, stderr } = await runProgram(['--port', '0', '--data', folder])

    expect(status).toBe(1)
    expect(stderr).toMatch(
      new RegExp(`^vod-emulator: ${folder} cannot be used \\(.+\\): make it a folder that .+\\n$`),
    )
  },
)
