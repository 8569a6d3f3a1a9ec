import { type Browser, chromium } from 'playwright-core'
import { inject } from 'vitest'

/** Names that a page may reach; every other resolves to nothing, so that nothing leaves this machine. */
const resolving = 'MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost , EXCLUDE *.localhost'

/** Whether a URL stays on this machine. */
export function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return (
    !/^(?:https?|wss?):$/.test(protocol) || /^127\.0\.0\.1$|^(?:.+\.)?localhost$/.test(hostname)
  )
}

/** Starts the Chromium of the run. */
export function startChromium(): Promise<Browser> {
  const executablePath = inject('chromium')
  if (!executablePath) throw new Error('The project browser has no Chromium.')
  return chromium.launch({ executablePath, args: [`--host-resolver-rules=${resolving}`] })
}
