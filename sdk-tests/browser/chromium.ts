import { type Browser, chromium } from 'playwright-core'
import { inject } from 'vitest'

/** Whether a URL stays on this machine. */
export function isLocal(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return (
    !/^(?:https?|wss?):$/.test(protocol) || /^127\.0\.0\.1$|^(?:.+\.)?localhost$/.test(hostname)
  )
}

/** Names that a page may reach; every other resolves to nothing, so that nothing leaves this machine. */
const local = 'EXCLUDE 127.0.0.1 , EXCLUDE localhost , EXCLUDE *.localhost , MAP * ~NOTFOUND'

/**
 * Starts the Chromium of the run.
 *
 * @param service host and port that stand for every name of the service
 */
export function startChromium(service?: string): Promise<Browser> {
  const executablePath = inject('chromium')
  if (!executablePath) throw new Error('The project browser has no Chromium.')
  const names = service === undefined ? local : `MAP *.aliyuncs.com ${service} , ${local}`
  return chromium.launch({ executablePath, args: [`--host-resolver-rules=${names}`] })
}
