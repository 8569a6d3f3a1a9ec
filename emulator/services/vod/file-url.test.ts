import { expect, test } from 'vitest'
import { addressOf } from './file-url.ts'

const key = 'watermark/0123-6-2.png'
const own = 'outin-00000000000011ee800000163e000000'
const host = `${own}.oss-cn-shanghai.aliyuncs.com`

test.each([
  `http://127.0.0.1:17321/${own}/${key}`,
  `HTTPS://emulator:8080/${own}/${key}?Expires=1&Signature=a%2Fb`,
  `http://[::1]:1/${own}/${key}#part`,
  `https://${host}/${key}`,
  `http://${host.toUpperCase()}/${key}?`,
  `https://${host}/watermark/0123%2D6-2.png`,
])('%s names a file', (url) => {
  expect(addressOf(url, 'cn-shanghai')).toEqual({ bucket: own, key })
})

test.each([
  '',
  'no URL',
  `/${own}/${key}`,
  `ftp://127.0.0.1/${own}/${key}`,
  'http://127.0.0.1',
  `http://127.0.0.1/${key.split('/')[1]}`,
  `https://oss-cn-shanghai.aliyuncs.com/${own}/${key}`,
  `https://${own}.oss-cn-beijing.aliyuncs.com/${key}`,
  `https://${host}/${own}/${key}`,
  `https://${host}.example.com/${key}`,
  `https://aliyuncs.com/${own}/${key}`,
  `https://${host}:8080/${key}`,
  `https://name:password@${host}/${key}`,
  `https://${host}/a/../${key}`,
  ` https://${host}/${key}`,
  `https://${host}/${key}\n`,
  `https://${host}/water\tmark/${key.split('/')[1]}`,
  `https://${host}\\${key}`,
])('%s does not', (url) => {
  expect(addressOf(url, 'cn-shanghai')).not.toEqual({ bucket: own, key })
})
