import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { Notifier } from '../../ports/notifier.ts'

/** How long a receiver may take, ms: as the service waits. */
const timeoutMs = 5000

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Where a URL leads: a name in lower case without the root's dot, or an address without brackets. */
const hostOf = (url: string): string =>
  new URL(url).hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')

const isLocalName = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost')

function isLoopback(host: string): boolean {
  const version = isIP(host)
  return version === 0 ? isLocalName(host) : loopback.check(host, version === 6 ? 'ipv6' : 'ipv4')
}

/** `localhost` is this machine whatever a name server says, so none is asked. */
const lookupLoopback: LookupFunction = (_host, { all }, answer) => {
  const addresses = [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]
  if (all) answer(null, addresses)
  else answer(null, '127.0.0.1', 4)
}

const post: Notifier['post'] = ({ url, headers, body }, signal) =>
  new Promise((resolve, reject) => {
    const { request } = new URL(url).protocol === 'https:' ? https : http
    const lookup = isLocalName(hostOf(url)) ? { lookup: lookupLoopback } : {}
    const length = String(Buffer.byteLength(body))
    const outgoing = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'content-length': length },
      agent: false,
      signal,
      ...lookup,
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
    const host = hostOf(url)
    return isLoopback(host) || hosts.includes(host)
      ? undefined
      : `Events are sent to loopback alone: --callback-host ${host} allows this host, too.`
  },
  post,
})
