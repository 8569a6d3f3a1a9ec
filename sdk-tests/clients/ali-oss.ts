import imported from 'ali-oss'
import type { TargetWith } from '#contracts/target.ts'
import type { Addressing } from '../setup/target.ts'
import { defaultOf } from './common-js.ts'
import type { Upload } from './decode.ts'

const OSS = defaultOf(imported)

export type OssClient = InstanceType<typeof OSS>

export interface OssOptions {
  readonly v4?: boolean
  readonly addressing: Addressing
  /** Node sends it in the Host header when the endpoint is an IP address, and signs it with V4. */
  readonly region: string
  /** `latin1` sends the bytes of UTF-8 in headers; otherwise Node refuses what is beyond Latin-1. */
  readonly headerEncoding?: 'utf-8' | 'latin1'
}

const onLocalhost = (endpoint: string): string => {
  const url = new URL(endpoint)
  url.hostname = 'localhost'
  return url.origin
}

function placeOf(endpoint: string, addressing: Addressing) {
  switch (addressing) {
    case 'ip':
    case 'service-names':
      return { endpoint }
    case 'localhost-cname':
      return { endpoint: onLocalhost(endpoint), cname: true }
    case 'localhost-sld':
      return { endpoint: onLocalhost(endpoint), sldEnable: true }
  }
}

interface Place {
  readonly endpoint: string
  readonly bucket: string
}

const clientFor = (
  { endpoint, bucket }: Place,
  keys: { accessKeyId: string; accessKeySecret: string; stsToken?: string },
  { v4 = false, addressing, region, headerEncoding = 'utf-8' }: OssOptions,
): OssClient =>
  new OSS({
    ...keys,
    ...placeOf(endpoint, addressing),
    bucket,
    region,
    authorizationV4: v4,
    headerEncoding,
    // Without an interval it warns on stderr that nobody refreshes the token.
    refreshSTSTokenInterval: 3_600_000,
  })

/** A client as an application makes it of a decoded answer. */
export const uploadClient = ({ address, auth }: Upload, options: OssOptions): OssClient =>
  clientFor(
    { endpoint: address.Endpoint, bucket: address.Bucket },
    {
      accessKeyId: auth.AccessKeyId,
      accessKeySecret: auth.AccessKeySecret,
      stsToken: auth.SecurityToken,
    },
    options,
  )

/** A client with the account's own key. */
export const accountClient = (
  { bucket, keys }: Pick<TargetWith<'bucket'>, 'bucket' | 'keys'>,
  options: OssOptions,
): OssClient => {
  const { accessKeyId, accessKeySecret } = keys
  const place = { endpoint: bucket.endpoint, bucket: bucket.name }
  return clientFor(place, { accessKeyId, accessKeySecret }, options)
}

/** What a client sends from now on, as `METHOD query`. */
export function watch(client: OssClient): readonly string[] {
  const sent: string[] = []
  const { urllib } = client
  client.urllib = {
    request: (url, params) => {
      sent.push(`${params.method} ${new URL(url).search}`)
      return urllib.request(url, params)
    },
  }
  return sent
}
