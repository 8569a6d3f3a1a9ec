import { limits } from './limits.ts'
import { builtInKey, type OptionKey } from './options.ts'
import type { KeyedRow, Table } from './row.ts'
import * as values from './values.ts'

const everything = /.*/s
const userInfo = /.*(?=@)/s
const afterColon = /(?<=:).*/s

const listening = {
  host: {
    flag: '--host',
    env: 'VOD_EMULATOR_HOST',
    placeholder: 'ADDRESS',
    fallback: '127.0.0.1',
    meaning: 'address to listen on',
    value: values.address,
  },
  port: {
    flag: '--port',
    env: 'VOD_EMULATOR_PORT',
    placeholder: 'PORT',
    fallback: 17321,
    meaning: 'port to listen on; `0`: a free one, printed',
    value: values.port,
  },
  publicUrl: {
    flag: '--public-url',
    env: 'VOD_EMULATOR_PUBLIC_URL',
    placeholder: 'ORIGIN',
    byDefault: "the request's own",
    meaning: 'origin in every returned URL',
    value: values.origin,
    hides: userInfo,
  },
} satisfies Partial<Table>

const storage = {
  dataDir: {
    flag: '--data',
    env: 'VOD_EMULATOR_DATA',
    placeholder: 'DIR',
    byDefault: 'none',
    meaning:
      'keeps records, objects and the server secret; without it records live in memory, objects in a private temporary folder removed at the end; objects in MinIO stay there',
    value: values.text,
  },
  store: {
    flag: '--store',
    env: 'VOD_EMULATOR_STORE',
    placeholder: 'STORE',
    fallback: 'filesystem',
    meaning:
      '`filesystem`, `memory`, or `http(s)://KEY:SECRET@host:port` of MinIO, key and secret percent-encoded',
    value: values.store,
    hides: afterColon,
  },
} satisfies Partial<Table>

const service = {
  accessKeys: {
    flag: '--access-key',
    env: 'VOD_EMULATOR_ACCESS_KEYS',
    placeholder: 'ID:SECRET',
    repeatable: true,
    fallback: `${builtInKey.id}:${builtInKey.secret}`,
    meaning: 'keys that may sign; they replace the default pair',
    value: values.accessKeys,
    hides: everything,
  },
  region: {
    flag: '--region',
    env: 'VOD_EMULATOR_REGION',
    placeholder: 'REGION',
    fallback: 'cn-shanghai',
    meaning: 'region in host names, storage locations, credentials',
    value: values.region,
  },
  accountId: {
    flag: '--account',
    env: 'VOD_EMULATOR_ACCOUNT',
    placeholder: 'ID',
    fallback: '1234567890123456',
    meaning: 'account id',
    value: values.digits,
  },
  edition: {
    flag: '--edition',
    env: 'VOD_EMULATOR_EDITION',
    placeholder: 'EDITION',
    fallback: '2021',
    meaning: 'edition of the documentation whose limits count: `2021` or `latest`',
    value: values.edition,
  },
  leniency: {
    flag: '--leniency',
    env: 'VOD_EMULATOR_LENIENCY',
    placeholder: 'NAMES',
    fallback: 'strict',
    meaning: '`strict`, or names of further tolerances, separated by commas',
    value: values.leniency,
  },
} satisfies Partial<Table>

const credentialsAndTime = {
  credentialSeconds: {
    flag: '--credential-seconds',
    env: 'VOD_EMULATOR_CREDENTIAL_SECONDS',
    placeholder: 'SECONDS',
    fallback: 3000,
    meaning: 'life of upload credentials; `Expiration` and `ExpireUTCTime` agree with it',
    value: values.seconds,
  },
  serverSecret: {
    flag: '--secret',
    env: 'VOD_EMULATOR_SECRET',
    placeholder: 'SECRET',
    byDefault: 'random; kept in `--data`',
    meaning: 'signs the stateless credentials; the same on all replicas',
    value: values.text,
    hides: everything,
  },
  clock: {
    flag: '--clock',
    env: 'VOD_EMULATOR_CLOCK',
    placeholder: 'TIME',
    byDefault: "the system's",
    meaning: 'ISO time to start at',
    value: values.time,
  },
  freeze: {
    flag: '--freeze',
    env: 'VOD_EMULATOR_FREEZE',
    fallback: false,
    byDefault: 'off',
    meaning: 'stops the clock where it starts',
    value: values.onOrOff,
  },
} satisfies Partial<Table>

const access = {
  controlHosts: {
    flag: '--control-host',
    env: 'VOD_EMULATOR_CONTROL_HOSTS',
    placeholder: 'HOST',
    repeatable: true,
    fallback: [],
    byDefault: 'none',
    meaning: 'further host names that may call the control plane',
    value: values.hostNames,
  },
  controlToken: {
    flag: '--control-token',
    env: 'VOD_EMULATOR_CONTROL_TOKEN',
    placeholder: 'TOKEN',
    byDefault: 'none',
    meaning: 'when set, the control plane wants `Authorization: Bearer` with it',
    value: values.token,
    hides: everything,
  },
  trustForwarded: {
    flag: '--trust-forwarded',
    env: 'VOD_EMULATOR_TRUST_FORWARDED',
    fallback: false,
    byDefault: 'off',
    meaning: '`X-Forwarded-Host`, `-Proto` decide returned URLs',
    value: values.onOrOff,
  },
} satisfies Partial<Table>

const table: Table = {
  ...listening,
  ...storage,
  ...service,
  ...credentialsAndTime,
  ...access,
  ...limits,
  bucket: {
    flag: '--bucket',
    env: 'VOD_EMULATOR_BUCKET',
    placeholder: 'NAME',
    fallback: 'outin-00000000000011ee800000163e000000',
    meaning: "the default storage location's bucket",
    value: values.bucket,
  },
  log: {
    flag: '--log',
    env: 'VOD_EMULATOR_LOG',
    placeholder: 'FORM',
    fallback: 'pretty',
    meaning: 'requests on standard error: `pretty`, `json`, `silent`',
    value: values.oneOf(['pretty', 'json', 'silent']),
  },
}

/** Every option, in the order of the documentation. */
export const rows: readonly KeyedRow[] = Object.entries(table).map(([key, row]) => ({
  key: key as OptionKey,
  ...row,
}))
