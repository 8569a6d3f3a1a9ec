import { setImmediate } from 'node:timers/promises'

// Preloaded into the emulator's process (`--expose-gc --import`).

// It ends with the tests that started it, also when those are ended from outside.
process.on('disconnect', () => process.exit())

// Answers every message with what is left after collections.
process.on('message', async () => {
  // Bytes outside the heap of V8 go a turn after what held them.
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.()
    await setImmediate()
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  const open = process.getActiveResourcesInfo().length
  process.send?.({ held: heapUsed + external, resident: rss, open })
})
