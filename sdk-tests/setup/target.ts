import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import type { EmulatorTarget, RealTarget, Target } from '#contracts/target.ts'
import { createEmulator, type Emulator } from '#emulator/app/app.ts'
import { type LibraryOptions, type RunningEmulator, startEmulator } from '#emulator/index.ts'
import { type ChosenTarget, chooseTarget } from './choose-target.ts'
import { emulatorTarget } from './emulator-target.ts'
import { trust } from './trust.ts'

/** How an OSS client finds its bucket. */
export type Addressing = 'ip' | 'localhost-cname' | 'localhost-sld' | 'service-names'

// Read while a file is collected: a bad environment stops it before its first test.
const chosen = chooseTarget(process.env)

export const targetName = chosen.name

/** The ways to address a bucket that this target answers. */
export const addressings: readonly Addressing[] =
  targetName === 'emulator' ? ['ip', 'localhost-cname', 'localhost-sld'] : ['service-names']

const serviceHost = (region: string) =>
  ({ protocol: 'https', host: `vod.${region}.aliyuncs.com` }) as const

const realTarget = ({ keys, region }: ChosenTarget & { readonly name: 'real' }): RealTarget => ({
  name: 'real',
  capabilities: { clock: false, control: false, bucket: false },
  rpc: serviceHost(region),
  keys,
  region,
})

/**
 * Where emulators of this project keep their objects. They share one server, and each has a bucket of its own there,
 * so that none meets another's objects.
 */
function storeOfTheRun(): LibraryOptions {
  const store = inject('store')
  // The program's own default, not the library's.
  if (store === undefined) return { store: 'filesystem' }
  const server = inject(store)
  if (!server) throw new Error(`The project ${store} has no server to keep objects on.`)
  return {
    store: server.storeUrl,
    bucket: `outin-${randomBytes(16).toString('hex')}`,
  }
}

/** What HTTP is spoken on, for tests of both. */
export const transports = [
  { protocol: 'http', tls: false },
  { protocol: 'https', tls: true },
] as const

/** An emulator on a free port. */
export async function startEmulatorTarget(
  options: LibraryOptions = {},
): Promise<EmulatorTarget & AsyncDisposable & Pick<RunningEmulator, 'caFile'>> {
  const vod = await startEmulator({ port: 0, ...storeOfTheRun(), ...options })
  if (vod.ca !== undefined) trust(vod.ca)
  const target = emulatorTarget(vod, {
    rpc: { protocol: vod.options.tls ? 'https' : 'http', host: new URL(vod.url).host },
    oss: vod.url,
    ask: (path, init) => fetch(`${vod.url}/_emulator${path}`, init),
  })
  return { ...target, caFile: vod.caFile, [Symbol.asyncDispose]: () => vod.close() }
}

/** An emulator without a port, addressed by the service's own names, for MSW to stand before. */
export async function emulatorUnderServiceNames(options: LibraryOptions = {}): Promise<{
  readonly emulator: Emulator
  readonly target: EmulatorTarget
}> {
  const emulator = await createEmulator(options)
  const { region } = emulator.options
  const target = emulatorTarget(emulator, {
    rpc: serviceHost(region),
    oss: `https://oss-${region}.aliyuncs.com`,
    ask: (path, init) => emulator.fetch(new Request(`http://localhost/_emulator${path}`, init)),
  })
  return { emulator, target }
}

/** The target of this run, ready to be asked. */
export async function startTarget(): Promise<Target & AsyncDisposable> {
  if (chosen.name === 'emulator') return startEmulatorTarget()
  return { ...realTarget(chosen), [Symbol.asyncDispose]: () => Promise.resolve() }
}
