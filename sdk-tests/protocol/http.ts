import { connect } from 'node:net'
import type { Target } from '#contracts/target.ts'

/** Sends bytes as they are, and gathers what comes back until the connection closes. */
export function sendRaw(target: Target, text: string): Promise<string> {
  const { hostname, port } = new URL(`http://${target.rpc.host}`)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname, () => socket.write(text, 'latin1'))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
    socket.on('error', reject)
  })
}

/** A request line, headers and a body, on a connection that is closed after the answer. */
export const request = (lines: readonly string[], body = ''): string =>
  `${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${body}`
