import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type S3Address, s3Address } from './s3-server.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** What there is of one kind of S3 server. */
export interface FoundServer {
  /** One that runs already. */
  readonly address: S3Address | undefined
  /** A program that starts one. */
  readonly bin: string | undefined
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function program(env: Environment, variable: string, name: string): string | undefined {
  const given = env[variable]
  if (!given)
    return (env.PATH ?? '')
      .split(delimiter)
      .map((folder) => join(folder, name))
      .find(isProgram)
  if (isProgram(given)) return given
  throw new Error(`${variable}=${given} is not a program. Give the path of an executable ${name}.`)
}

const addressVariable = 'SDK_TESTS_MINIO'

function address(env: Environment): S3Address | undefined {
  const given = env[addressVariable]
  if (!given) return undefined
  const url = URL.parse(given)
  if (!url?.username || !url.password || !/^https?:$/.test(url.protocol))
    throw new Error(`${addressVariable} is not an address. Give http://KEY:SECRET@host:port.`)
  return s3Address(url.origin, {
    accessKey: decodeURIComponent(url.username),
    secretKey: decodeURIComponent(url.password),
  })
}

/** MinIO at `SDK_TESTS_MINIO`, and the program `MINIO_BIN` or `minio` on the `PATH`. */
export const findMinio = (env: Environment): FoundServer => ({
  address: address(env),
  bin: program(env, 'MINIO_BIN', 'minio'),
})

/** The program `WEED_BIN` or `weed` on the `PATH`. */
export const findSeaweedfs = (env: Environment): FoundServer => ({
  address: undefined,
  bin: program(env, 'WEED_BIN', 'weed'),
})

/** The program `CHROMIUM_BIN` or `chromium` on the `PATH`. */
export const findChromium = (env: Environment): string | undefined =>
  program(env, 'CHROMIUM_BIN', 'chromium')
