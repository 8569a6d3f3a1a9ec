import { PassThrough } from 'node:stream'
import { describe, expect } from 'vitest'
import { accountClient } from '../clients/ali-oss.ts'
import { send } from '../clients/raw.ts'
import { test } from '../operations/oss/account.ts'
import { needs } from '../setup/fixtures.ts'
import { startEmulatorTarget } from '../setup/target.ts'

describe('what no well-meaning client sends', () => {
  test.for(['a\r\nb: c', 'a\u0001b'])(
    'is refused: the header value %j to answer with',
    async (value, { account, key }) => {
      const client = account({ v4: true })
      await client.put(key, Buffer.from('x'))
      const queries = { 'response-content-type': value }

      const { status, text } = await send(await client.signatureUrlV4('GET', 60, { queries }, key))

      expect(status).toBe(400)
      expect(text).toContain('<Code>InvalidArgument</Code>')
    },
  )

  test.for([
    [
      'an element that no object may have',
      '<CompleteMultipartUpload><__proto__>1</__proto__></CompleteMultipartUpload>',
    ],
    ['elements three hundred deep', `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><CompleteMultipartUpload/>'],
    ['text', 'no XML at all'],
    ['nothing', ''],
  ] as const)('is refused as a list of parts: %s', async ([, body], { account, key }) => {
    const client = account({ v4: true })
    const { uploadId } = await client.initMultipartUpload(key)
    const url = await client.signatureUrlV4('POST', 60, { queries: { uploadId } }, key)

    const { status, text } = await send(url, { method: 'POST', body: Buffer.from(body) })

    expect(text).toContain('<Code>MalformedXML</Code>')
    expect(status).toBe(400)
  })

  test.for(['', '0', '10001', '1.5', '-1'])(
    'is refused as a part number: "%s"',
    async (partNumber, { account, key }) => {
      const client = account({ v4: true })
      const { uploadId } = await client.initMultipartUpload(key)
      const url = await client.signatureUrlV4('PUT', 60, { queries: { uploadId, partNumber } }, key)

      const { status, text } = await send(url, { method: 'PUT', body: Buffer.from('x') })

      expect(status).toBe(400)
      expect(text).toContain('Part number must be an integer between 1 and 10000, inclusive.')
    },
  )

  test('gets an error of a HEAD that fits into the headers that clients take', async ({
    target,
    skip,
  }) => {
    const { bucket, keys } = needs(target, 'bucket', skip)

    const { status, headers } = await send(
      `${bucket.endpoint}/${bucket.name}/${'k'.repeat(1000)}`,
      {
        method: 'HEAD',
        headers: {
          authorization: `OSS ${keys.accessKeyId}:AAAA`,
          'x-oss-date': new Date().toUTCString(),
          'x-oss-meta-a': 'm'.repeat(3000),
        },
      },
    )

    expect(status).toBe(403)
    const error = Buffer.from(String(headers['x-oss-err']), 'base64').toString()
    expect(error).toContain('<Code>SignatureDoesNotMatch</Code>')
  })

  test('gets an explanation that fits there too', async ({ target, skip }) => {
    const { bucket } = needs(target, 'bucket', skip)
    const query = `Version=2017-03-21&Action=CreateUploadAttachedMedia&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=n&Signature=s`

    const { status } = await send(`${bucket.endpoint}/?${query}&AccessKeyId=${'%E4'.repeat(9000)}`)

    expect(status).toBe(404)
  })
})

describe('an upload during which the emulator is reset', () => {
  test('is refused and leaves nothing', async () => {
    await using target = await startEmulatorTarget()
    const client = accountClient(target, { addressing: 'ip', region: 'oss-cn-shanghai' })
    const body = new PassThrough()
    body.write('first')

    const putting = client.put('late', body).then(
      () => 'accepted',
      ({ code }: { readonly code: string }) => code,
    )
    // The request has arrived when the emulator has answered one that was sent after it.
    await expect(client.head('late')).rejects.toMatchObject({ code: 'NoSuchKey' })
    await target.control.reset()
    body.end('last')

    expect(await putting).toBe('ServiceUnavailable')
    await expect(client.head('late')).rejects.toMatchObject({ code: 'NoSuchKey' })
  })
})
