import { sendAll } from './client.ts'
import type { Launched } from './servers/launch.ts'
import type { Signing } from './signed-calls.ts'

const batch = 5000
const connections = 16

/** Makes so many calls, a batch prepared at a time. */
export async function makeCalls({ port }: Launched, sign: Signing, times: number): Promise<void> {
  for (let made = 0; made < times; made += batch) {
    const requests = Array.from({ length: batch }, () => sign(`127.0.0.1:${port}`))
    await sendAll(port, requests, { connections })
  }
}
