import { styleText } from 'node:util'
import { type AccessKey, builtInKey, type CdnDomain, type Store } from '../config/index.ts'

export interface BannerFacts {
  readonly version: string
  readonly url: string
  readonly accessKeys: readonly AccessKey[]
  readonly bucket: string
  readonly cdnDomains: readonly CdnDomain[]
  readonly store: Store
  readonly dataDir: string | undefined
  readonly records: { readonly where: string } | undefined
  /** The file of the CA to trust. */
  readonly caFile: string | undefined
  readonly colour: boolean
}

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

const isBuiltIn = ({ id, secret }: AccessKey) =>
  id === builtInKey.id && secret === builtInKey.secret

const keyLine = (key: AccessKey) => (isBuiltIn(key) ? `${key.id}, secret ${key.secret}` : key.id)

const domainLine = ({ name, key }: CdnDomain) => (key === undefined ? name : `${name}, URLs signed`)

function dataLine({ store, dataDir }: BannerFacts): string {
  if (dataDir !== undefined) return dataDir
  switch (store) {
    case 'memory':
      return 'in memory'
    case 'filesystem':
      return 'in a private temporary folder, removed at the end'
    default:
      return 'records in memory, objects stay in the bucket'
  }
}

const dataLines = (facts: BannerFacts): readonly string[] => {
  const { records, dataDir } = facts
  if (!records) return [dataLine(facts)]
  const line = `records in PostgreSQL at ${records.where}`
  return dataDir === undefined ? [line] : [line, dataDir]
}

const storeLine = (store: Store) => (typeof store === 'string' ? store : `MinIO at ${store.origin}`)

function factLines(facts: BannerFacts, origin: string, paint: Paint): readonly string[] {
  const labelled = (label: string, lines: readonly string[]) =>
    lines.map((line, index) => `  ${paint('dim', (index === 0 ? label : '').padEnd(10))}${line}`)
  return [
    ...labelled('Endpoint', [paint('cyan', origin)]),
    ...labelled('Console', [paint('cyan', `${origin}/_emulator/`)]),
    ...labelled('Keys', facts.accessKeys.map(keyLine)),
    ...labelled('Bucket', [facts.bucket]),
    ...labelled('Domains', facts.cdnDomains.map(domainLine)),
    ...labelled('Store', [storeLine(facts.store)]),
    ...labelled('Data', dataLines(facts)),
    ...labelled('CA', facts.caFile === undefined ? [] : [facts.caFile]),
  ]
}

/** Node's clients learn what to trust before they start. */
const trustLines = ({ caFile }: BannerFacts, paint: Paint): readonly string[] =>
  caFile === undefined
    ? []
    : [
        `  ${paint('dim', '// before a program of Node is started')}`,
        `  export NODE_EXTRA_CA_CERTS=${caFile}`,
        '',
      ]

/** Tea SDKs want the endpoint without its scheme, pop-core wants it with the scheme. */
function sdkLines([key]: readonly AccessKey[], { origin, host, protocol }: URL, paint: Paint) {
  const secret = key && isBuiltIn(key) ? `accessKeySecret: '${key.secret}'` : 'accessKeySecret'
  const lines = [
    `const key = { accessKeyId: '${key?.id}', ${secret} }`,
    '',
    '// @alicloud/openapi-core, @alicloud/vod20170321',
    `new $OpenApiUtil.Config({ ...key, endpoint: '${host}', protocol: '${protocol.slice(0, -1)}' })`,
    '',
    '// @alicloud/pop-core',
    `new RPCClient({ ...key, endpoint: '${origin}', apiVersion: '2017-03-21' })`,
    '',
    '// ali-oss, with UploadAddress and UploadAuth decoded to address and auth',
    "new OSS({ endpoint: address.Endpoint, bucket: address.Bucket, region: 'oss-' + auth.Region,",
    '  accessKeyId: auth.AccessKeyId, accessKeySecret: auth.AccessKeySecret,',
    '  stsToken: auth.SecurityToken })',
  ]
  return lines.map((line) => line && `  ${line.startsWith('//') ? paint('dim', line) : line}`)
}

/** What the program prints when it is ready; the last line is exactly `Ready.`, whatever the terminal. */
export function banner(facts: BannerFacts): string {
  const paint: Paint = (style, text) =>
    facts.colour ? styleText(style, text, { validateStream: false }) : text
  const url = new URL(facts.url)
  return [
    `${paint('bold', 'vod-emulator')} ${facts.version}`,
    '',
    ...factLines(facts, url.origin, paint),
    '',
    ...trustLines(facts, paint),
    ...sdkLines(facts.accessKeys, url, paint),
    '',
    'Ready.',
    '',
  ].join('\n')
}
