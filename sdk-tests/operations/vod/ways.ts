import { Readable } from 'node:stream'
import { expect } from 'vitest'
import { type OssClient, type OssOptions, watch } from '../../clients/ali-oss.ts'
import { bytes } from '../../setup/bytes.ts'

export interface Uploading {
  readonly newClient: () => OssClient
  readonly key: string
  readonly file: Buffer
  readonly v4: boolean
}

/** One way in which clients upload a file. */
export interface Way {
  readonly name: string
  readonly file: Buffer
  /** Whether the client can do it with a bucket that is addressed so. */
  readonly can?: (options: Pick<OssOptions, 'v4' | 'addressing'>) => boolean
  upload(uploading: Uploading): Promise<unknown>
}

const partSize = 1024 * 1024
const small = bytes(70_001, 1)
/** 5 MiB and a short last part: six parts. */
const large = bytes(5 * partSize + 321, 2)

const inChunks = (file: Buffer): Readable =>
  Readable.from([file.subarray(0, 1), file.subarray(1, 40_000), file.subarray(40_000)])

/** Uploads with a part at a time and breaks off after two. @returns what an application keeps to go on from */
async function brokenOff({ newClient, key, file }: Uploading): Promise<string> {
  let kept = ''
  const upload = newClient().multipartUpload(key, file, {
    partSize,
    parallel: 1,
    progress: (_, checkpoint) => {
      kept = JSON.stringify({ ...checkpoint, file: undefined })
      if (checkpoint?.doneParts.length === 2) throw new Error('broken off')
    },
  })
  await expect(upload).rejects.toThrow('broken off')
  return kept
}

async function resumed(uploading: Uploading): Promise<void> {
  const kept = await brokenOff(uploading)
  const { newClient, key, file } = uploading
  const client = newClient()
  const sent = watch(client)
  await client.multipartUpload(key, file, { checkpoint: { ...JSON.parse(kept), file } })
  const parts = sent.map((request) => /^PUT .*\bpartNumber=(\d+)/.exec(request)?.[1])
  expect(parts.sort()).toEqual(['3', '4', '5', '6', undefined])
}

async function throughUrl({ newClient, key, file, v4 }: Uploading): Promise<void> {
  const client = newClient()
  const url = v4
    ? await client.signatureUrlV4('PUT', 60, {}, key)
    : client.signatureUrl(key, { method: 'PUT', expires: 60 })
  const response = await fetch(url, { method: 'PUT', body: new Uint8Array(file) })
  expect(response.status).toBe(200)
}

export const ways: readonly Way[] = [
  {
    name: 'put',
    file: small,
    upload: ({ newClient, key, file }) => newClient().put(key, file),
  },
  {
    name: 'put of a stream, in chunks',
    file: small,
    upload: ({ newClient, key, file }) => newClient().put(key, inChunks(file)),
  },
  {
    name: 'multipart, five parts at a time',
    file: large,
    upload: ({ newClient, key, file }) =>
      newClient().multipartUpload(key, file, { partSize, parallel: 5 }),
  },
  {
    name: 'multipart, broken off and resumed',
    file: large,
    upload: resumed,
  },
  {
    name: 'signed URL',
    file: small,
    // ali-oss signs no V1 URL for an IP address.
    can: ({ v4, addressing }) => v4 === true || addressing !== 'ip',
    upload: throughUrl,
  },
]
