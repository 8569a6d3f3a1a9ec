#!/usr/bin/env node
import module from 'node:module'
import { resolve } from 'node:path'
import { oldNode } from '../app/node-version.ts'
import { version } from '../app/version.ts'
import type { Command, Options } from '../config/index.ts'

const reasonNotToRun = oldNode(process.versions.node)
if (reasonNotToRun !== undefined) {
  process.stderr.write(`vod-emulator: ${reasonNotToRun}\n`)
  process.exit(1)
}
// Before anything large is loaded: the next start skips most of the compiling, which is half of a start from source.
module.enableCompileCache()
const { OptionError, readOptions } = await import('../config/index.ts')

const statusOfSignal = { SIGINT: 130, SIGTERM: 143 } as const

/** npm passes on the interrupt that the terminal has already sent: two signals, but one request. */
const echoMs = 300

/** Resolves at the first signal; a second one ends the process. */
function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined
    const receive = (signal: keyof typeof statusOfSignal) => {
      if (firstAt === undefined) {
        firstAt = performance.now()
        return resolve()
      }
      const graceMs = firstAt + echoMs - performance.now()
      setTimeout(() => process.exit(statusOfSignal[signal]), Math.max(0, graceMs))
    }
    process.on('SIGINT', receive)
    process.on('SIGTERM', receive)
  })
}

const report = (message: string) =>
  process.stderr.write(`vod-emulator: ${message.replace(/\s*\n\s*/g, ' ')}\n`)

function commandGiven(): Command | undefined {
  try {
    return readOptions({ argv: process.argv.slice(2), env: process.env, cwd: process.cwd() })
  } catch (error) {
    if (!(error instanceof OptionError)) throw error
    report(error.message)
    process.stderr.write('See vod-emulator --help\n')
    process.exitCode = 2
    return undefined
  }
}

function reasonOf(error: unknown, { host, port }: Options): string {
  if (!(error instanceof Error)) return String(error)
  if (!('code' in error && error.code === 'EADDRINUSE')) return error.message
  return `port ${port} of ${host} is taken; --port 0 takes a free one`
}

async function start(options: Options): Promise<void> {
  const stopped = firstSignal()
  const { start } = await import('../server.ts')
  const { banner } = await import('./banner.ts')
  // A store that is still starting delays the start, not the end.
  const emulator = await Promise.race([start(options, true), stopped])
  if (!emulator) return
  process.stdout.write(
    banner({
      version,
      url: options.publicUrl ?? emulator.url,
      accessKeys: options.accessKeys,
      bucket: options.bucket,
      cdnDomains: options.cdnDomains,
      store: options.store,
      records: options.records,
      dataDir: options.dataDir && resolve(options.dataDir),
      caFile: emulator.caFile,
      colour: process.stdout.isTTY && !process.env.NO_COLOR,
    }),
  )
  await stopped
  await emulator.close()
}

async function run(command: Command): Promise<void> {
  switch (command.command) {
    case 'help':
      process.stdout.write(`${command.text}\n`)
      return
    case 'version':
      process.stdout.write(`${version}\n`)
      return
    case 'seed-schema': {
      const { seedJsonSchema } = await import('../config/seed-json-schema.ts')
      process.stdout.write(`${JSON.stringify(seedJsonSchema(), null, 2)}\n`)
      return
    }
    case 'healthcheck': {
      const { whyNotReady } = await import('./healthcheck.ts')
      const reason = await whyNotReady(command.options)
      if (reason === undefined) return
      report(reason)
      process.exitCode = 1
      return
    }
    case 'start':
      try {
        await start(command.options)
        process.exit(0)
      } catch (error) {
        report(reasonOf(error, command.options))
        process.exit(1)
      }
  }
}

const command = commandGiven()
if (command) await run(command)
