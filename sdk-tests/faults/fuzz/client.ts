import { exchange, type Sending } from './exchange.ts'
import { type ByteString, type Request, written } from './requests/request.ts'

/** The body of the answer to one request that must succeed. @throws Error with the refusal */
export async function ask(port: number, request: Request): Promise<ByteString> {
  const sending: Sending = { bytes: written(request), ending: 'wait' }
  const { answers, fault } = await exchange(port, sending)
  const [answer] = answers
  if (fault || !answer || answer.status >= 300)
    throw new Error(`${request.method} ${request.target}: ${fault ?? answer?.body}`)
  return answer.body
}
