import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startMinio } from './minio.ts'
import {
  needsMinio,
  needsMinioProgram,
  needsSeaweedfs,
  needsSeaweedfsProgram,
} from './of-the-run.ts'
import { startSeaweedfs } from './seaweedfs.ts'

/** Without a key S3 refuses, but it answers. */
async function answer(url: string): Promise<string> {
  const response = await fetch(url)
  return `${response.status} ${await response.text()}`
}

const denied = /^403 .*<Code>AccessDenied</s

describe.each([
  {
    name: 'MinIO',
    needs: needsMinio,
    needsProgram: needsMinioProgram,
    start: startMinio,
    identity: '.minio.sys/format.json',
  },
  {
    name: 'SeaweedFS',
    needs: needsSeaweedfs,
    needsProgram: needsSeaweedfsProgram,
    start: startSeaweedfs,
    identity: 'vol_dir.uuid',
  },
])('$name', ({ needs, needsProgram, start, identity }) => {
  test('answers for the whole run', async ({ skip }) => {
    const { url } = needs(skip)

    expect(await answer(url)).toMatch(denied)
  })

  test('starts again on its folder and port after a kill, and leaves nothing', async ({ skip }) => {
    await using server = await start({ bin: needsProgram(skip) })
    const { url, folder, pid } = server
    const identify = () => readFile(join(folder, identity), 'utf8')
    const before = await identify()

    await server.kill()
    await expect(fetch(url)).rejects.toThrow('fetch failed')
    await server.restart()

    expect(await answer(url)).toMatch(denied)
    expect(await identify()).toBe(before)
    expect(server.pid).not.toBe(pid)
    await server.close()
    expect(existsSync(folder)).toBe(false)
    await expect(fetch(url)).rejects.toThrow('fetch failed')
  })
})

test('a server that does not start says what it printed', async ({ skip }) => {
  const bin = needsMinioProgram(skip)

  await expect(startMinio({ bin, folder: '/dev/null/data' })).rejects.toThrow(
    /did not start on port \d+: .*\/dev\/null\/data/s,
  )
})
