import { randomUUID } from 'node:crypto'
import { products } from '#contracts/products.ts'
import type { AccessKey } from '../config/index.ts'
import type { ExplorerPorts } from '../control/explorer.ts'
import { fromText, percentEncode } from '../kernel/bytes.ts'
import { type Answer, HeaderList, type Message } from '../kernel/message.ts'
import { isoSeconds } from '../kernel/time.ts'
import type { Clock } from '../ports/clock.ts'
import { schemeV1, signingInputV1 } from '../rpc/signing/v1/signature.ts'

const method = 'GET'

const commonParameters = (action: string, { id }: AccessKey, nowMs: number) => ({
  Action: action,
  Version: products.vod.version,
  Format: 'JSON',
  AccessKeyId: id,
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  SignatureNonce: randomUUID(),
  Timestamp: isoSeconds(nowMs),
})

/** Parameters as a query, with the signature that covers them at its end. */
function signedQuery(parameters: Readonly<Record<string, string>>, { secret }: AccessKey): string {
  const map = new Map(
    Object.entries(parameters).map(([name, value]) => [fromText(name), fromText(value)]),
  )
  map.set('Signature', schemeV1.sign(signingInputV1(method, map, secret)))
  return [...map].map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`).join('&')
}

const messageOf = ({ host, scheme }: Pick<Message, 'host' | 'scheme'>, query: string): Message => ({
  method,
  scheme,
  host,
  path: '/',
  query,
  headers: new HeaderList([
    ['host', host],
    ['user-agent', 'vod-emulator explorer'],
  ]),
  body: () => ({ async *[Symbol.asyncIterator]() {} }),
})

/** Calls as an SDK makes them, signed by V1 at the system's time, which is never too old. */
export const signedCalls =
  (
    key: AccessKey,
    clock: Pick<Clock, 'systemNow'>,
    answer: (message: Message) => Promise<Answer>,
  ): ExplorerPorts['call'] =>
  async (action, parameters, at) => {
    const common = commonParameters(action, key, clock.systemNow())
    const message = messageOf(at, signedQuery({ ...parameters, ...common }, key))
    const { status, body, summary } = await answer(message)
    return {
      request: `${method} ${message.path}?${message.query}`,
      status,
      answer: JSON.parse(String(body)),
      explanation: summary.explanation,
    }
  }
