import { ApiError } from '../kernel/api-error.ts'
import { BodyError, readWhole } from '../kernel/body.ts'
import type { Message } from '../kernel/message.ts'

const maxBodyBytes = 64 * 1024

function unfinished(error: unknown): ApiError {
  if (!(error instanceof BodyError))
    return new ApiError('IncompleteBody', 400, 'The body ended before its announced length.')
  const code = error.reason === 'slow' ? 'RequestTimeout' : 'IncompleteBody'
  return new ApiError(code, 400, error.message)
}

async function readText({ body, headers }: Message): Promise<string> {
  const tooLarge = (measured: string) =>
    new ApiError('BodyTooLarge', 413, `${measured}; the limit is ${maxBodyBytes} bytes.`)
  const refusals = { tooLarge, brokenOff: unfinished }
  const whole = await readWhole(body(), maxBodyBytes, refusals, headers.get('content-length'))
  return whole.toString('utf8')
}

/**
 * The JSON object in the body of a request, at most 64 KiB.
 *
 * @param code of the error when there is none
 * @param example what a right body looks like
 * @throws ApiError
 */
export async function readObject(message: Message, code: string, example: string): Promise<object> {
  const invalid = (problem: string) =>
    new ApiError(code, 400, `The body ${problem}, expected a JSON object such as ${example}.`)
  const text = await readText(message)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid(text.trim() === '' ? 'is empty' : 'is not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('is not a JSON object')
  return value
}
