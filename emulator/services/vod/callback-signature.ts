import { hash } from 'node:crypto'
import { unixSeconds } from '../../kernel/time.ts'

/** The headers by which a receiver knows that an event comes from the service. */
export function signatureHeaders(
  url: string,
  authKey: string,
  nowMs: number,
): Readonly<Record<string, string>> {
  const timestamp = String(unixSeconds(nowMs))
  return {
    'X-VOD-TIMESTAMP': timestamp,
    'X-VOD-SIGNATURE': hash('md5', `${url}|${timestamp}|${authKey}`),
  }
}
