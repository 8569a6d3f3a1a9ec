import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startMinio } from './minio.ts'
import { needsMinio, needsMinioProgram, needsSeaweedfs } from './of-the-run.ts'

/** Without a key there is no way in, but an answer of S3. */
async function refusal(url: string): Promise<string> {
  const response = await fetch(url)
  return `${response.status} ${await response.text()}`
}

test('the MinIO of the run answers', async ({ skip }) => {
  const { url } = needsMinio(skip)

  expect(await refusal(url)).toMatch(/^403 .*<Code>AccessDenied</s)
})

test('the SeaweedFS of the run answers', async ({ skip }) => {
  const { url } = needsSeaweedfs(skip)

  expect(await refusal(url)).toMatch(/^403 .*<Code>AccessDenied</s)
})

test('a MinIO is killed, started again on the same folder and port, and removed', async ({
  skip,
}) => {
  await using server = await startMinio({ bin: needsMinioProgram(skip) })
  const { url, folder, pid } = server
  const identity = () => readFile(join(folder, '.minio.sys', 'format.json'), 'utf8')
  const before = await identity()

  await server.kill()
  await expect(fetch(url)).rejects.toThrow('fetch failed')
  await server.restart()

  expect(await refusal(url)).toMatch(/^403/)
  expect(await identity()).toBe(before)
  expect(server.pid).not.toBe(pid)
  await server.close()
  expect(existsSync(folder)).toBe(false)
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})
