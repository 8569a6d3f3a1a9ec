// Preloaded into the emulator's process (`--expose-gc --import`): answers every message with what is left after a collection.
process.on('message', () => {
  globalThis.gc?.()
  const { heapUsed, external, rss } = process.memoryUsage()
  const open = process.getActiveResourcesInfo().length
  process.send?.({ held: heapUsed + external, resident: rss, open })
})
