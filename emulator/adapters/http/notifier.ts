import http from 'node:http'
import https from 'node:https'
import type { Notifier } from '../../ports/notifier.ts'
import { hostOf, isAllowed, lookupOf } from './allowed-hosts.ts'

/** How long a receiver may take, ms: as the service waits. */
const timeoutMs = 5000

const post: Notifier['post'] = ({ url, headers, body }, signal) =>
  new Promise((resolve, reject) => {
    const { request } = new URL(url).protocol === 'https:' ? https : http
    const length = String(Buffer.byteLength(body))
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': length },
      agent: false,
      signal,
      ...lookupOf(url),
    })
    let status: number | undefined
    let failure = new Error('The connection was closed without an answer.')
    const fail = (error: Error) => {
      failure = error
    }
    const timer = setTimeout(
      () => outgoing.destroy(new Error(`No answer came within ${timeoutMs / 1000} s.`)),
      timeoutMs,
    )
    outgoing.on('response', (response) => {
      status = response.statusCode
      // What is in the body means nothing, but a receiver should be able to write it.
      response.on('error', fail).resume()
    })
    outgoing.on('error', fail).on('close', () => {
      clearTimeout(timer)
      if (status === undefined) reject(failure)
      else resolve(status)
    })
    outgoing.end(body)
  })

/**
 * Posts by HTTP and HTTPS.
 *
 * @param hosts names and addresses besides loopback to which it may send, in the form that URLs have them
 */
export const httpNotifier = (hosts: readonly string[]): Notifier => ({
  objection(url) {
    return isAllowed(url, hosts)
      ? undefined
      : `Events are sent to loopback alone: --callback-host ${hostOf(url)} allows this host, too.`
  },
  post,
})
