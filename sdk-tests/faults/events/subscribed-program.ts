/**
 * The emulator with a subscriber that appends each event to a file, as a process of its own that kills itself on the way:
 * before the n-th event arrives, or after it has arrived and before anybody knows.
 */
import { appendFileSync } from 'node:fs'
import { createEmulator } from '#emulator/index.ts'
import { start } from '#emulator/server.ts'

const [dataDir, file = '', when, count] = process.argv.slice(2)
let left = Number(count)

async function killNow(): Promise<void> {
  process.kill(process.pid, 'SIGKILL')
  await new Promise(() => undefined)
}

await using defaults = await createEmulator({ port: 0 })
const running = await start({ ...defaults.options, dataDir }, true, {
  notifier: {
    wants: () => true,
    async notify(event) {
      left--
      if (left === 0 && when === 'before') await killNow()
      appendFileSync(file, `${JSON.stringify(event)}\n`)
      if (left === 0 && when === 'after') await killNow()
    },
  },
})
process.stdout.write(`${running.url}\nReady.\n`)
