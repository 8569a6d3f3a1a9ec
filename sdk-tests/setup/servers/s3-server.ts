import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { restartable } from './restartable.ts'

interface Keys {
  readonly accessKey: string
  readonly secretKey: string
}

/** Where an S3 server is, and its keys. */
export interface S3Address extends Keys {
  readonly url: string
  /** The same as the emulator's `--store` takes it. */
  readonly storeUrl: string
}

/** An S3 server of this process. */
export interface S3Server extends S3Address, AsyncDisposable {
  /** Where it keeps its data. */
  readonly folder: string
  /** The process that runs, or ran last. */
  readonly pid: number
  /** `kill -9`; comes back when the process is gone. */
  kill(): Promise<void>
  /** Kills it if it runs, and starts it on the same folder and port. */
  restart(): Promise<void>
  /** Kills it, and removes what it wrote; a folder of the caller's stays. */
  close(): Promise<void>
}

export interface S3ServerOptions {
  readonly bin: string
  /** A folder that is there; without one, a temporary folder. */
  readonly folder?: string
}

interface Recipe extends S3ServerOptions, Keys {
  readonly port: number
  readonly args: (folder: string) => readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly healthPath: string
  /** Files that it leaves outside its folder. */
  readonly litter?: readonly string[]
}

/** A new pair of keys, with a word in both that a test finds wherever they should not be. */
export const canaryKeys = (): Keys => ({
  accessKey: `quokkaid${randomBytes(6).toString('hex')}`,
  secretKey: `quokkasecret${randomBytes(12).toString('hex')}`,
})

/** What a pair of keys and an origin make. */
export function s3Address(url: string, { accessKey, secretKey }: Keys): S3Address {
  const storeUrl = new URL(url)
  storeUrl.username = accessKey
  storeUrl.password = secretKey
  return { url, accessKey, secretKey, storeUrl: storeUrl.href.replace(/\/$/, '') }
}

/** Starts a server, and waits until it is healthy. @throws Error with what it printed when it does not start */
export async function startS3Server(recipe: Recipe): Promise<S3Server> {
  const url = `http://127.0.0.1:${recipe.port}`
  const home = await mkdtemp(join(tmpdir(), 'vod-emulator-s3-'))
  const data = join(home, 'data')
  await mkdir(data)
  const folder = recipe.folder ?? data
  const server = restartable({
    command: [recipe.bin, ...recipe.args(folder)],
    env: { HOME: home, TMPDIR: home, ...recipe.env },
    health: url + recipe.healthPath,
    log: join(home, 'log'),
  })
  const close = async () => {
    await server.kill()
    for (const path of [home, ...(recipe.litter ?? [])])
      await rm(path, { recursive: true, force: true })
  }
  try {
    await server.start()
  } catch (error) {
    const printed = await readFile(join(home, 'log'), 'utf8').catch(() => '')
    await close()
    throw new Error(`${recipe.bin} did not start on port ${recipe.port}: ${printed}`, {
      cause: error,
    })
  }
  return {
    ...s3Address(url, recipe),
    folder,
    get pid() {
      return server.pid
    },
    kill: server.kill,
    restart: async () => {
      await server.kill()
      await server.start()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
