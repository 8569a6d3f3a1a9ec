import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { accountClient, uploadClient } from '../clients/ali-oss.ts'
import { decodeUpload } from '../clients/decode.ts'
import { requestV1 } from '../clients/hand-signed.ts'
import { popCorePost } from '../clients/pop-core.ts'
import { type Body, succeeded } from '../clients/rpc-driver.ts'
import { anyFile, type Sentences, startWorld, type World } from './world.ts'

const action = 'CreateUploadAttachedMedia'

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status

const domain = 'media.example.com'
const domainKey = 'aKeyOfTheDomain1'
/** With a key its URLs are signed. */
const signedDomain = `${domain}:${domainKey}`

/** A URL on a domain by the way that needs no DNS. */
const onEmulator = (url: string, { target: { rpc } }: World): string => {
  const { hostname, pathname, search } = new URL(url)
  return `${rpc.protocol}://${rpc.host}/_emulator/cdn/${hostname}${pathname}${search}`
}

/** Whatever can be uploaded. */
const uploads = [
  ...['watermark', 'subtitle', 'material'].map((BusinessType) => ({
    action,
    parameters: { BusinessType },
    made: 'MediaId',
    SearchType: 'attached',
  })),
  {
    action: 'CreateUploadVideo',
    // The bytes of this page's files are no video.
    parameters: { FileName: 'a.mp4', Title: 'Test', TemplateGroupId: 'VOD_NO_TRANSCODE' },
    made: 'VideoId',
    SearchType: 'video',
  },
  {
    action: 'CreateUploadImage',
    parameters: { ImageType: 'default' },
    made: 'ImageId',
    SearchType: 'image',
  },
]

/** The members of the answer. */
export const answer: Sentences = {
  39: {
    done: 'uploaded to the address, and read FileURL with the key of the account',
    came: 'the file, at the bucket and key of the address',
    show: async ({ target, create }) => {
      const { fileUrl, upload, oss } = await create()
      await oss.put(upload.address.FileName, anyFile)
      const { Bucket, FileName } = upload.address
      expect(new URL(fileUrl).pathname).toBe(`/${Bucket}/${FileName}`)
      const own = accountClient(target, { addressing: 'ip', region: target.region })
      expect((await own.get(FileName)).content).toEqual(anyFile)
    },
  },
  40: {
    done: 'opened FileURL as it is',
    came: 'no query, and 403: the bucket is private',
    show: async ({ create }) => {
      const { fileUrl, upload, oss } = await create()
      await oss.put(upload.address.FileName, anyFile)
      expect(new URL(fileUrl).search).toBe('')
      expect(await statusOf(fileUrl)).toBe(403)
    },
  },
  41: {
    done: 'uploaded, and called AddWatermark with FileURL as FileUrl',
    came: 'a watermark template of that file',
    show: async ({ call, create }) => {
      const { fileUrl, upload, oss } = await create()
      await oss.put(upload.address.FileName, anyFile)
      const { WatermarkInfo } = await call('AddWatermark', {
        Name: 'logo',
        Type: 'Image',
        FileUrl: fileUrl,
        WatermarkConfig: '{"Dx":8,"Dy":8,"Width":55,"Height":55,"ReferPos":"TopRight"}',
      })
      const { pathname } = new URL(String((WatermarkInfo as Body).FileUrl))
      expect(pathname).toBe(new URL(fileUrl).pathname)
    },
  },
  42: {
    done: 'asked for the media by MediaId',
    came: 'that media',
    show: async ({ create, info }) => {
      const { mediaId } = await create({ Title: 'by its id' })
      expect(await info(mediaId)).toMatchObject({ MediaId: mediaId, Title: 'by its id' })
    },
  },
  43: {
    done: 'uploaded, and opened MediaURL',
    came: 'the file',
    show: async ({ create }) => {
      const { mediaUrl, upload, oss } = await create()
      await oss.put(upload.address.FileName, anyFile)
      expect(Buffer.from(await (await fetch(mediaUrl)).arrayBuffer())).toEqual(anyFile)
    },
  },
  44: {
    done: 'specified a domain name for CDN, uploaded, and opened MediaURL on it',
    came: 'a URL on that domain, and the file',
    show: async () => {
      await using world = await startWorld({ cdnDomains: [domain] })
      const { mediaUrl, upload, oss } = await world.create()
      expect(mediaUrl).toBe(`http://${domain}/${upload.address.FileName}`)
      await oss.put(upload.address.FileName, anyFile)
      const response = await fetch(onEmulator(mediaUrl, world))
      expect(Buffer.from(await response.arrayBuffer())).toEqual(anyFile)
    },
  },
  45: {
    done: 'specified no domain name for CDN',
    came: 'MediaURL is FileURL with a signature of OSS',
    show: async ({ create }) => {
      const { mediaUrl, fileUrl } = await create()
      const { searchParams } = new URL(mediaUrl)
      expect(mediaUrl.startsWith(`${fileUrl}?`)).toBe(true)
      expect([...searchParams.keys()]).toEqual(['Expires', 'OSSAccessKeyId', 'Signature'])
    },
  },
  46: {
    done: 'called, and looked for RequestId in the log of requests',
    came: 'that request',
    show: async ({ target, create }) => {
      const { body } = await create()
      const { protocol, host } = target.rpc
      const response = await fetch(`${protocol}://${host}/_emulator/requests/${body.RequestId}`)
      expect(await response.json()).toMatchObject({ operation: action, status: 200 })
    },
  },
  47: {
    done: 'decoded UploadAddress',
    came: 'endpoint, bucket and file name, with which ali-oss uploads',
    show: async ({ target, create }) => {
      const { upload } = await create()
      expect(upload.address).toEqual({
        Endpoint: target.bucket.endpoint,
        Bucket: target.bucket.name,
        FileName: expect.stringMatching(/^watermark\/[0-9A-F]{32}-6-2\.png$/),
      })
    },
  },
  48: {
    done: 'decoded UploadAuth, and uploaded to its object and to another',
    came: 'the upload, and AccessDenied',
    show: async ({ create }) => {
      const { upload, oss } = await create()
      await oss.put(upload.address.FileName, anyFile)
      await expect(oss.put('another/object.png', anyFile)).rejects.toMatchObject({
        code: 'AccessDenied',
      })
    },
  },
  57: {
    done: 'asked for Format=XML',
    came: 'the members of the answer in an element named after the operation',
    show: async ({ target }) => {
      const { url, init } = requestV1(target, { Format: 'XML' })
      const response = await fetch(url, init)
      expect(response.headers.get('content-type')).toBe('text/xml;charset=utf-8')
      expect(await response.text()).toMatch(
        /^<\?xml [^>]*\?><CreateUploadAttachedMediaResponse><RequestId>.*<MediaId>.*<UploadAddress>.*<UploadAuth>.*<FileURL>.*<MediaURL>.*<\/CreateUploadAttachedMediaResponse>$/,
      )
    },
  },
  58: {
    done: 'asked for Format=JSON',
    came: 'the six members of the sample',
    show: async ({ target }) => {
      const body = await succeeded(popCorePost.call(target, action, { BusinessType: 'watermark' }))
      expect(Object.keys(body).toSorted()).toEqual([
        'FileURL',
        'MediaId',
        'MediaURL',
        'RequestId',
        'UploadAddress',
        'UploadAuth',
      ])
    },
  },
}

const expired = { status: 403, code: 'SecurityTokenExpired' }

/** The remarks after the members of the answer. */
export const notes: Sentences = {
  49: {
    done: 'called, and did not upload',
    came: 'a media that is Uploading, and no file at its URL',
    show: async ({ create, info }) => {
      const { mediaId, mediaUrl } = await create()
      expect(await info(mediaId)).toMatchObject({ Status: 'Uploading' })
      expect(await statusOf(mediaUrl)).toBe(404)
    },
  },
  50: {
    done: 'decoded URL and credential with Base64, and uploaded with ali-oss to that bucket',
    came: 'a media that is Normal',
    show: async ({ create, info }) => {
      const { body, mediaId } = await create()
      const decode = (name: string) =>
        JSON.parse(Buffer.from(String(body[name]), 'base64').toString('utf8'))
      const upload = { address: decode('UploadAddress'), auth: decode('UploadAuth') }
      const client = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
      await client.put(upload.address.FileName, anyFile)
      expect(await info(mediaId)).toMatchObject({ Status: 'Normal' })
    },
  },
  52: {
    done: 'moved the clock by 3,000 seconds, uploaded, and called again',
    came: 'SecurityTokenExpired, then a new URL and credential, with which it arrived',
    show: async () => {
      await using world = await startWorld({ freezeClock: true })
      const { create, info, target } = world
      const first = await create()
      const key = first.upload.address.FileName
      await target.clock.advance(2999)
      await first.oss.put(key, anyFile)
      await target.clock.advance(1)
      await expect(first.oss.put(key, anyFile)).rejects.toMatchObject(expired)
      const second = await create()
      expect(second.upload.address.FileName).not.toBe(key)
      expect(second.upload.auth.AccessKeyId).not.toBe(first.upload.auth.AccessKeyId)
      await second.oss.put(second.upload.address.FileName, anyFile)
      expect(await info(second.mediaId)).toMatchObject({ Status: 'Normal' })
    },
  },
  51: {
    done: 'handed the answers for all types, for a video and for an image to one function that knows nothing of types',
    came: 'each of them Normal, by a put and in parts',
    show: async ({ call }) => {
      for (const { action, parameters, made, SearchType } of uploads)
        for (const way of ['put', 'multipartUpload'] as const) {
          const created = await call(action, parameters)
          const upload = decodeUpload(created)
          const oss = uploadClient(upload, { addressing: 'ip', region: upload.auth.Region })
          await oss[way](upload.address.FileName, anyFile)
          const Match = `${made} = '${created[made]}' and Status = 'Normal'`
          expect(await call('SearchMedia', { SearchType, Match })).toMatchObject({ Total: 1 })
        }
    },
  },
  53: {
    done: 'enabled URL signing on a domain, and opened the URL without what it is signed with',
    came: '403, while the URL as it was returned gives the file',
    show: async () => {
      await using world = await startWorld({ cdnDomains: [signedDomain] })
      const { mediaUrl, upload, oss } = await world.create()
      await oss.put(upload.address.FileName, anyFile)
      const url = onEmulator(mediaUrl, world)
      expect(await statusOf(url.split('?')[0] ?? '')).toBe(403)
      expect(await statusOf(url)).toBe(200)
    },
  },
  54: {
    done: 'disabled URL signing, and with it generated a signature by the documented rule',
    came: 'the file in both cases',
    show: async () => {
      await using unsigned = await startWorld({ cdnDomains: [domain] })
      const open = await unsigned.create()
      await open.oss.put(open.upload.address.FileName, anyFile)
      expect(await statusOf(onEmulator(open.mediaUrl, unsigned))).toBe(200)

      await using signed = await startWorld({ cdnDomains: [signedDomain] })
      const { fileUrl, upload, oss } = await signed.create()
      const path = `/${upload.address.FileName}`
      await oss.put(upload.address.FileName, anyFile)
      const seconds = Math.floor(Date.now() / 1000)
      const hash = createHash('md5').update(`${path}-${seconds}-0-0-${domainKey}`).digest('hex')
      const url = `http://${domain}${path}?auth_key=${seconds}-0-0-${hash}`
      expect(fileUrl.endsWith(path)).toBe(true)
      expect(await statusOf(onEmulator(url, signed))).toBe(200)
    },
  },
  55: {
    done: 'read when the credential ends',
    came: 'Expiration in seconds, and ExpireUTCTime that agrees with it',
    show: async () => {
      await using world = await startWorld({ clock: '2026-01-01T00:00:00Z', freezeClock: true })
      const { upload } = await world.create()
      expect(upload.auth).toMatchObject({
        Expiration: '3000',
        ExpireUTCTime: '2026-01-01T00:50:00Z',
      })
    },
  },
}
