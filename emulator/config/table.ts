import { limits } from './limits.ts'
import { builtInKey, type OptionKey } from './options.ts'
import { accessKeys, cdnDomains } from './owned.ts'
import type { KeyedRow, Table } from './row.ts'
import { seed } from './seed.ts'
import * as values from './values.ts'

const everything = /.*/s
const userInfo = /.*(?=@)/s
const afterColon = /(?<=:).*/s

const listening = {
  host: {
    placeholder: 'ADDRESS',
    fallback: '127.0.0.1',
    meaning: 'address to listen on',
    value: values.address,
  },
  port: {
    placeholder: 'PORT',
    fallback: 17321,
    meaning: 'port to listen on; `0`: a free one, printed',
    value: values.port,
  },
  publicUrl: {
    placeholder: 'ORIGIN',
    byDefault: "the request's own",
    meaning: 'origin in every returned URL',
    value: values.origin,
    hides: userInfo,
  },
} satisfies Partial<Table>

const transport = {
  tls: {
    fallback: false,
    byDefault: 'off',
    meaning:
      'HTTPS, with a certificate of a CA that is made for it and kept in `--data`; clients find it at `/_emulator/ca.pem`',
    value: values.onOrOff,
  },
  tlsCert: {
    placeholder: 'FILE',
    byDefault: 'none',
    meaning:
      'HTTPS with a certificate of yours: a PEM file, with its chain; for the library its text',
    value: values.text,
    hides: everything,
  },
  tlsKey: {
    placeholder: 'FILE',
    byDefault: 'none',
    meaning: 'its private key: a PEM file without a passphrase; for the library its text',
    value: values.text,
    hides: everything,
  },
} satisfies Partial<Table>

const storage = {
  dataDir: {
    name: 'data',
    placeholder: 'DIR',
    byDefault: 'none',
    meaning:
      'keeps records, objects and the server secret; without it records live in memory, objects in a private temporary folder removed at the end; objects in MinIO stay there',
    value: values.text,
  },
  store: {
    placeholder: 'STORE',
    fallback: 'filesystem',
    byDefault: '`filesystem`; for the library `memory` where there is no `dataDir`',
    meaning:
      '`filesystem`, `memory`, or `http(s)://KEY:SECRET@host:port` of MinIO, key and secret percent-encoded',
    value: values.store,
    hides: afterColon,
  },
  records: {
    placeholder: 'URL',
    byDefault: 'in `--data`, else in memory',
    meaning:
      'keeps records and the server secret in PostgreSQL, which several emulators may share: `postgres://USER:PASSWORD@host:port/database`, user and password percent-encoded; needs the package `pg`',
    value: values.postgres,
    hides: afterColon,
  },
} satisfies Partial<Table>

const service = {
  accessKeys: {
    placeholder: 'ID:SECRET[:ACCOUNT]',
    repeatable: true,
    fallback: `${builtInKey.id}:${builtInKey.secret}`,
    meaning: 'keys that may sign, of `--account` or another account; they replace the default pair',
    value: accessKeys,
    hides: everything,
  },
  region: {
    placeholder: 'REGION',
    fallback: 'cn-shanghai',
    meaning: 'region in host names, storage locations, credentials',
    value: values.region,
  },
  accountId: {
    name: 'account',
    placeholder: 'ID',
    fallback: '1234567890123456',
    meaning: 'account id',
    value: values.digits,
  },
  edition: {
    placeholder: 'EDITION',
    fallback: '2021',
    meaning: 'edition of the documentation whose limits count: `2021` or `latest`',
    value: values.edition,
  },
  lenient: {
    placeholder: 'NAME',
    repeatable: true,
    fallback: [],
    byDefault: 'none',
    meaning: `a tolerance that is off by default: ${values.furtherTolerances.join(', ')}; \`all\`: all of them`,
    value: values.lenient,
  },
} satisfies Partial<Table>

const delivery = {
  cdnDomains: {
    placeholder: 'NAME[:KEY[:BACKUP]]',
    repeatable: true,
    fallback: [],
    byDefault: 'none',
    meaning:
      'CDN domain that the URLs of media are on, signed if there is a key; the port answers as this host, and at `/_emulator/cdn/NAME/`',
    value: cdnDomains,
    hides: everything,
  },
} satisfies Partial<Table>

const credentialsAndTime = {
  credentialSeconds: {
    placeholder: 'SECONDS',
    fallback: 3000,
    meaning: 'life of upload credentials; `Expiration` and `ExpireUTCTime` agree with it',
    value: values.seconds,
  },
  serverSecret: {
    placeholder: 'SECRET',
    byDefault: 'random; kept in `--data`',
    meaning: 'signs the stateless credentials; the same on all replicas',
    value: values.text,
    hides: everything,
  },
  processing: {
    placeholder: 'PROFILE',
    fallback: 'instant',
    meaning:
      'how long simulated processing takes by the clock: `instant`, or `realistic` (analysis 5 s, transcoding 30 s, review 120 s)',
    value: values.processing,
  },
  clock: {
    placeholder: 'TIME',
    byDefault: "the system's",
    meaning: 'ISO date or time to start at',
    value: values.time,
  },
  freezeClock: {
    fallback: false,
    byDefault: 'off',
    meaning: 'stops the clock where it starts',
    value: values.onOrOff,
  },
} satisfies Partial<Table>

const access = {
  controlHosts: {
    placeholder: 'HOST',
    repeatable: true,
    fallback: [],
    byDefault: 'none',
    meaning: 'further host names that may call the control plane',
    value: values.hostNames,
  },
  controlToken: {
    placeholder: 'TOKEN',
    byDefault: 'none',
    meaning: 'when set, the control plane wants `Authorization: Bearer` with it',
    value: values.token,
    hides: everything,
  },
  callbackHosts: {
    placeholder: 'HOST',
    repeatable: true,
    fallback: [],
    byDefault: 'none',
    meaning:
      'hosts besides loopback to which events may be sent, each without a port: any is meant',
    value: values.otherHosts,
  },
  fetchHosts: {
    placeholder: 'HOST',
    repeatable: true,
    fallback: [],
    byDefault: 'none',
    meaning:
      'hosts besides loopback from which UploadMediaByURL may fetch, each without a port: any is meant',
    value: values.otherHosts,
  },
  trustForwarded: {
    fallback: false,
    byDefault: 'off',
    meaning:
      '`X-Forwarded-Host`, `-Port` and `-Proto` decide returned URLs, of several values the first',
    value: values.onOrOff,
  },
} satisfies Partial<Table>

const table: Table = {
  ...listening,
  ...transport,
  ...storage,
  ...service,
  ...delivery,
  ...credentialsAndTime,
  ...access,
  ...limits,
  bucket: {
    placeholder: 'NAME',
    fallback: 'outin-00000000000011ee800000163e000000',
    meaning: "the default storage location's bucket",
    value: values.bucket,
  },
  seed: {
    placeholder: 'FILE',
    byDefault: 'none',
    meaning: 'JSON file that says what accounts hold at the start; for the library its content',
    value: { schema: seed, expects: 'a JSON file, or what it holds' },
  },
  log: {
    placeholder: 'FORM',
    fallback: 'pretty',
    byDefault: '`pretty`; for the library `silent`',
    meaning: 'requests on standard error: `pretty`, `json`, `silent`',
    value: values.oneOf(['pretty', 'json', 'silent']),
  },
}

/** `maxParts` → `max-parts` */
const kebab = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

function keyed([key, row]: [string, Table[OptionKey]]): KeyedRow {
  const name = row.name ?? kebab(key)
  return {
    key: key as OptionKey,
    // Options that may be given several times are named in the singular.
    flag: `--${row.repeatable ? name.replace(/s$/, '') : name}`,
    env: `VOD_EMULATOR_${name.replaceAll('-', '_').toUpperCase()}`,
    ...row,
  }
}

/** Every option, in the order of the documentation. */
export const rows: readonly KeyedRow[] = Object.entries(table).map(keyed)
