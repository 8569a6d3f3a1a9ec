import { execFile, spawnSync } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, type TestContext } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { accountClient, type OssClient, uploadClient } from '../../clients/ali-oss.ts'
import { requestV1 } from '../../clients/hand-signed.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { popCoreGet } from '../../clients/pop-core.ts'
import { mediaInfo, type Started, startUpload } from '../../operations/vod/chain.ts'
import { bytes } from '../../setup/bytes.ts'
import { needsEmulator, test } from '../../setup/fixtures.ts'
import { cwd, type ProcessContext } from '../../setup/program.ts'
import { type Process, refusedProcess, startProcess } from '../kills/process.ts'
import { fill, noSmallDisk, seenBy, smallDisk, works } from './small-disk.ts'

const run = promisify(execFile)

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vod-emulator-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Something that takes the disk away while the emulator runs, and gives it back. */
interface Mishap {
  readonly name: string
  /** Why this machine cannot have it. */
  readonly impossible: () => string | undefined
  readonly around?: (folder: string) => Promise<ProcessContext>
  readonly strike: (running: Process, folder: string) => Promise<unknown>
  readonly remedy: (running: Process, folder: string) => Promise<unknown>
  readonly explanation: RegExp
}

const noLimit = () => (works('prlimit', '--version') ? undefined : 'it has no prlimit')

const limitFiles = ({ pid }: Process, fileBytes: string) =>
  run('prlimit', ['--pid', String(pid), `--fsize=${fileBytes}:`])

const nobody = 65534
const isRoot = process.getuid?.() === 0

/** Why root, who may write anywhere, cannot start the emulator as somebody else. */
const noOtherUser = (): string | undefined => {
  const reading = ['-e', "require('fs').readFileSync('emulator/cli/main.ts')"]
  const { status } = isRoot
    ? spawnSync(process.execPath, reading, { cwd, uid: nobody, gid: nobody })
    : { status: 0 }
  return status === 0 ? undefined : 'only root can read this checkout'
}

/** Access to a folder and all that is in it, for its owner. */
async function permit(path: string, mode: { readonly folder: number; readonly file: number }) {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  for (const entry of entries)
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? mode.folder : mode.file)
  await chmod(path, mode.folder)
}

const mishaps: readonly Mishap[] = [
  {
    name: 'a full disk',
    impossible: noSmallDisk,
    around: async (path) => smallDisk(path),
    strike: (running, path) => fill(seenBy(running, join(path, 'filler'))),
    remedy: (running, path) => rm(seenBy(running, join(path, 'filler'))),
    explanation:
      /^The folder \/.+ is full \(.+\): make room there and try again, without a restart\./,
  },
  {
    name: 'files that may not grow',
    impossible: noLimit,
    strike: (running) => limitFiles(running, '0'),
    remedy: (running) => limitFiles(running, 'unlimited'),
    explanation:
      /^The folder \/.+ (is full|does not work) \(.+\): .+ and try again, without a restart\./,
  },
  {
    name: 'a read-only folder',
    impossible: () =>
      process.platform === 'win32' ? 'its folders have no modes of POSIX' : noOtherUser(),
    async around(path) {
      if (!isRoot) return {}
      // Root may write anywhere.
      await chmod(path, 0o755)
      await mkdir(join(path, 'data'))
      await chown(join(path, 'data'), nobody, nobody)
      return { uid: nobody }
    },
    strike: (_, path) => permit(join(path, 'data'), { folder: 0o500, file: 0o400 }),
    remedy: (_, path) => permit(join(path, 'data'), { folder: 0o700, file: 0o600 }),
    explanation:
      /^The folder \/.+ cannot be written \(.+\): give .+ and try again, without a restart\./,
  },
]

const region = { addressing: 'ip', region: 'oss-cn-shanghai' } as const

const clientOf = ({ upload }: Started): OssClient => uploadClient(upload, region)

/** What ali-oss throws. */
interface OssError {
  readonly status: number
  readonly code: string
}

const explained = (response: Response): string =>
  decodeURIComponent(response.headers.get('x-vod-emulator-explanation') ?? '')

async function expectRpcRefused(target: EmulatorTarget, explanation: RegExp): Promise<void> {
  const { url, init } = requestV1(target)
  const response = await fetch(url, init)
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({
    Code: 'ServiceUnAvailable',
    Message: 'The request has failed due to a temporary failure of the server.',
    RequestId: response.headers.get('x-acs-request-id'),
  })
  expect(explained(response)).toMatch(explanation)
}

const unavailable: OssError = { status: 503, code: 'ServiceUnavailable' }

async function expectOssRefused(
  target: EmulatorTarget,
  key: string,
  explanation: RegExp,
): Promise<void> {
  const url = accountClient(target, { ...region, addressing: 'localhost-cname' }).signatureUrl(
    key,
    { method: 'PUT' },
  )
  const response = await fetch(url, { method: 'PUT', body: bytes(20_000, 7) })
  expect(response.status).toBe(503)
  expect(await response.text()).toMatch(/^<\?xml .*<Error><Code>ServiceUnavailable<\/Code>/s)
  expect(explained(response)).toMatch(explanation)
}

const ready = ({ bucket }: EmulatorTarget) => fetch(`${bucket.endpoint}/_emulator/ready`)

const part = bytes(120_000, 2)

/** An object, an upload that has its first part, and an upload that has nothing. */
async function before(target: EmulatorTarget) {
  const [object, parts, waiting] = [
    await startUpload(popCoreGet, target),
    await startUpload(openapiCore, target),
    await startUpload(popCoreGet, target),
  ]
  await clientOf(object).put(object.upload.address.FileName, bytes(30_000, 1))
  const key = parts.upload.address.FileName
  const { uploadId } = await clientOf(parts).initMultipartUpload(key)
  const first = await clientOf(parts).uploadPart(key, uploadId, 1, part, 0, part.length)
  return { object, waiting, parts: { ...parts, uploadId, first } }
}

type Before = Awaited<ReturnType<typeof before>>

async function expectAllRefused(target: EmulatorTarget, known: Before, explanation: RegExp) {
  const { object, waiting, parts } = known
  const keyOf = ({ upload }: Started) => upload.address.FileName
  await expectRpcRefused(target, explanation)
  await expectOssRefused(target, keyOf(object), explanation)
  await expectOssRefused(target, keyOf(waiting), explanation)
  const client = clientOf(parts)
  const { uploadId, first } = parts
  await expect(client.initMultipartUpload(keyOf(parts))).rejects.toMatchObject(unavailable)
  const second = client.uploadPart(keyOf(parts), uploadId, 2, part, 0, part.length)
  await expect(second).rejects.toMatchObject(unavailable)
  const completion = client.completeMultipartUpload(keyOf(parts), uploadId, [
    { number: 1, etag: first.etag },
  ])
  await expect(completion).rejects.toMatchObject(unavailable)
  await expect(target.control.reset()).rejects.toThrow('StorageUnavailable')
}

/** Everything is as it was before the mishap. */
async function expectUntouched(target: EmulatorTarget, { object, waiting, parts }: Before) {
  const account = accountClient(target, region)
  const { content } = await account.get(object.upload.address.FileName)
  expect(content.equals(bytes(30_000, 1))).toBe(true)
  for (const { upload } of [waiting, parts])
    await expect(account.head(upload.address.FileName)).rejects.toMatchObject({ status: 404 })
  expect(await mediaInfo(popCoreGet, target, waiting.mediaId)).toMatchObject({
    Status: 'Uploading',
  })
  const listed = await account.listParts(parts.upload.address.FileName, parts.uploadId)
  expect([listed.parts].flat()).toHaveLength(1)
}

async function expectWorking(target: EmulatorTarget, { waiting, parts }: Before) {
  expect((await ready(target)).status).toBe(200)
  await clientOf(waiting).put(waiting.upload.address.FileName, bytes(20_000, 3))
  const key = parts.upload.address.FileName
  const client = clientOf(parts)
  const second = await client.uploadPart(key, parts.uploadId, 2, part, 0, part.length)
  await client.completeMultipartUpload(key, parts.uploadId, [
    { number: 1, etag: parts.first.etag },
    { number: 2, etag: second.etag },
  ])
  const { content } = await accountClient(target, region).get(key)
  expect(content.equals(Buffer.concat([part, part]))).toBe(true)
  await startUpload(openapiCore, target)
}

function needsPossible(impossible: Mishap['impossible'], skip: TestContext['skip']): void {
  needsEmulator(skip)
  const reason = impossible()
  if (reason !== undefined) skip(`This machine cannot show it: ${reason}.`)
}

test.for(mishaps)(
  '$name: refused in each protocol, remedied without a restart',
  async (mishap, { skip }) => {
    needsPossible(mishap.impossible, skip)
    await using running = await startProcess(join(folder, 'data'), await mishap.around?.(folder))
    const { target } = running
    const known = await before(target)

    await mishap.strike(running, folder)
    const answer = await ready(target)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({
      ready: false,
      reasons: [
        expect.stringMatching(mishap.explanation),
        expect.stringMatching(mishap.explanation),
      ],
    })
    await expectAllRefused(target, known, mishap.explanation)
    await expectUntouched(target, known)

    await mishap.remedy(running, folder)
    await expectWorking(target, known)
  },
)

const remainsIn = async (objects: string) => (await readdir(objects, { recursive: true })).sort()

test('bytes whose records cannot be kept are removed', async ({ skip }) => {
  needsPossible(noLimit, skip)
  await using running = await startProcess(join(folder, 'data'))
  const { target } = running
  const { object, waiting, parts } = await before(target)
  // The log has grown beyond the limit, the bytes of these requests stay below it.
  for (let i = 0; i < 20; i++) await startUpload(popCoreGet, target)
  const remains = await remainsIn(join(folder, 'data', 'objects'))
  const [small, key] = [bytes(10_000, 9), parts.upload.address.FileName]

  await limitFiles(running, '65536')
  const refused = await Promise.allSettled([
    clientOf(object).put(object.upload.address.FileName, small),
    clientOf(waiting).put(waiting.upload.address.FileName, small),
    clientOf(waiting).initMultipartUpload(waiting.upload.address.FileName),
    clientOf(parts).uploadPart(key, parts.uploadId, 1, small, 0, small.length),
    clientOf(parts).completeMultipartUpload(key, parts.uploadId, [
      { number: 1, etag: parts.first.etag },
    ]),
    accountClient(target, region).delete(object.upload.address.FileName),
  ])
  for (const result of refused) expect(result).toMatchObject({ reason: unavailable })

  expect(await remainsIn(join(folder, 'data', 'objects'))).toEqual(remains)
  await expectUntouched(target, { object, waiting, parts })
})

test('an object that is larger than the disk leaves nothing there', async ({ skip }) => {
  needsPossible(noSmallDisk, skip)
  await using running = await startProcess(join(folder, 'data'), smallDisk(folder))
  const { target } = running
  const started = await startUpload(popCoreGet, target)
  const key = started.upload.address.FileName

  const large = clientOf(started).put(key, bytes(8 * 1024 * 1024))

  await expect(large).rejects.toMatchObject(unavailable)
  const remains = await remainsIn(seenBy(running, join(folder, 'data', 'objects')))
  expect(remains).toEqual(['incoming', 'objects', 'uploads'])
  await clientOf(started).put(key, bytes(2 * 1024 * 1024))
  expect(await mediaInfo(popCoreGet, target, started.mediaId)).toMatchObject({ Status: 'Normal' })
})

test('a read-only folder is refused at the start', async ({ skip }) => {
  needsPossible(noOtherUser, skip)
  await chmod(folder, 0o555)

  const refusal = await refusedProcess(folder, isRoot ? { uid: nobody } : {})

  await chmod(folder, 0o755)
  expect(refusal).toEqual({
    status: 1,
    message: expect.stringMatching(
      /cannot be used \(EACCES.+\): make it a folder that may be written/,
    ),
  })
})
