import { createHash } from 'node:crypto'
import { decodeUpload } from '../../clients/decode.ts'
import { ask } from './client.ts'
import { type ByteString, queryOf, type World } from './requests/request.ts'
import { type OssCall, signedOss, signedV1 } from './requests/signing.ts'

export const account = { id: 'vod-emulator', secret: 'vod-emulator-secret' }
const bucket = 'outin-00000000000011ee800000163e000000'

let hosts = 0

/** An address of the loopback network that no request has had; the emulator takes every address for its own. */
function nextHost(): string {
  hosts += 1
  return `127.${(hosts >> 16) & 255}.${(hosts >> 8) & 255}.${hosts & 255}`
}

function askOss(port: number, call: Omit<OssCall, 'bucket' | 'headers'>, body?: ByteString) {
  const { query, headers } = signedOss({ ...call, bucket, headers: [] }, account, 'V4 header')
  const target = `/${bucket}/${call.key}${query && `?${query}`}`
  return ask(port, {
    method: call.method,
    target,
    headers: [['Host', nextHost()], ...headers],
    ...(body !== undefined && { body }),
  })
}

async function issue(port: number) {
  const parameters = signedV1(
    'GET',
    [
      ['Action', 'CreateUploadAttachedMedia'],
      ['BusinessType', 'watermark'],
      ['Version', '2017-03-21'],
      ['Format', 'JSON'],
    ],
    account,
  )
  const target = `/?${queryOf(parameters)}`
  const body = await ask(port, { method: 'GET', target, headers: [['Host', nextHost()]] })
  const { auth, address } = decodeUpload(JSON.parse(body))
  const { AccessKeyId: id, AccessKeySecret: secret, SecurityToken: token } = auth
  return { issued: { id, secret, token }, issuedFor: address.FileName }
}

const key = 'fuzz/object.txt'
const part = 'a part'

/** Reported when a reset that another request asked for comes in between. */
const wasReset = /ServiceUnavailable|NoSuchUpload/

/** Puts the clock back, and recreates what requests need: some of them remove it, or everything. */
export async function newWorld(port: number, tries = 10): Promise<World> {
  try {
    return await makeWorld(port)
  } catch (error) {
    if (tries === 1 || !(error instanceof Error && wasReset.test(error.message))) throw error
    return newWorld(port, tries - 1)
  }
}

async function makeWorld(port: number): Promise<World> {
  const host = [['Host', nextHost()]] as const
  await ask(port, { method: 'DELETE', target: '/_emulator/clock', headers: host })
  const credential = await issue(port)
  await askOss(port, { method: 'PUT', key, query: [] }, 'an object to be read')
  const initiated = await askOss(port, { method: 'POST', key, query: [['uploads', '']] }, '')
  const uploadId = /<UploadId>(\w+)</.exec(initiated)?.[1] ?? ''
  const query = [
    ['partNumber', '1'],
    ['uploadId', uploadId],
  ] as const
  await askOss(port, { method: 'PUT', key, query }, part)
  const partETag = createHash('md5').update(part).digest('hex').toUpperCase()
  return { account, bucket, key, uploadId, partETag, ...credential, host: nextHost }
}
