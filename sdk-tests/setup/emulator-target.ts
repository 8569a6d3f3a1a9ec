import type { EmulatorTarget, TargetClock, TargetControl } from '#contracts/target.ts'
import type { Emulator } from '#emulator/app/app.ts'

type Ask = (path: string, init?: RequestInit) => Promise<Response>

async function answered(asked: Promise<Response>): Promise<string> {
  const response = await asked
  const text = await response.text()
  if (!response.ok) throw new Error(`The control plane answered ${response.status}: ${text}`)
  return text
}

const clockThrough = (ask: Ask): TargetClock => ({
  async now() {
    const state: { readonly now: string } = JSON.parse(await answered(ask('/clock')))
    return new Date(state.now)
  },
  async advance(seconds) {
    const body = JSON.stringify({ advance: seconds })
    const headers = { 'content-type': 'application/json' }
    await answered(ask('/clock', { method: 'POST', headers, body }))
  },
})

const controlThrough = (ask: Ask): TargetControl => ({
  media: async (mediaId) => JSON.parse(await answered(ask(`/media/${mediaId}`))),
  async reset() {
    await answered(ask('/reset', { method: 'POST' }))
  },
})

/** An emulator as a target. `ask` reaches its control plane. */
export function emulatorTarget(
  { options }: Emulator,
  at: { readonly rpc: EmulatorTarget['rpc']; readonly oss: string; readonly ask: Ask },
): EmulatorTarget {
  const [key] = options.accessKeys
  if (!key) throw new Error('The emulator has no key.')
  return {
    name: 'emulator',
    capabilities: { clock: true, control: true, bucket: true },
    rpc: at.rpc,
    keys: { accessKeyId: key.id, accessKeySecret: key.secret },
    region: options.region,
    clock: clockThrough(at.ask),
    control: controlThrough(at.ask),
    bucket: { name: options.bucket, endpoint: at.oss },
  }
}
