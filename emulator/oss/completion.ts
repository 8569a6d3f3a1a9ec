import { readWhole } from '../kernel/body.ts'
import type { Message } from '../kernel/message.ts'
import type { PartClaim } from '../kernel/object-service.ts'
import { invalidArgument, ossError } from '../kernel/oss-errors.ts'
import { readXml } from '../kernel/xml.ts'
import { bareEtag } from './conditions.ts'

/** Largest body of CompleteMultipartUpload, bytes: ten thousand parts fit several times. */
const largestBody = 4 * 1024 * 1024

const malformed = (ErrorDetail: string) => ossError('MalformedXML', { ErrorDetail })

async function readText({ body }: Message): Promise<string> {
  const whole = await readWhole(body(), largestBody, {
    tooLarge: () => malformed(`The body is larger than ${largestBody} bytes.`),
    brokenOff: () => ossError('IncompleteBody'),
  })
  return whole.toString('utf8')
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

function claim(part: unknown): PartClaim {
  const [number, etag] = [member(part, 'PartNumber'), member(part, 'ETag')]
  if (typeof number !== 'string' || !/^\s*\d{1,5}\s*$/.test(number))
    throw malformed('PartNumber is no integer.')
  if (typeof etag !== 'string') throw malformed('A Part has no ETag.')
  return { number: Number(number), etag: bareEtag(etag) }
}

/** `x-oss-complete-all: yes` stands for a list of all parts. @throws ApiError InvalidArgument */
function asksForAll({ headers }: Message): boolean {
  const all = headers.get('x-oss-complete-all')
  if (all === undefined) return false
  if (all.toLowerCase() !== 'yes')
    throw invalidArgument('The value of x-oss-complete-all must be yes.', 'x-oss-complete-all', all)
  return true
}

/**
 * The parts that a client lists; undefined when it asks for all.
 *
 * @throws ApiError MalformedXML, InvalidArgument
 */
export async function readCompletion(message: Message): Promise<readonly PartClaim[] | undefined> {
  const all = asksForAll(message)
  const text = await readText(message)
  if (all && text !== '')
    throw invalidArgument('x-oss-complete-all allows no body.', 'x-oss-complete-all', 'yes')
  if (all) return undefined
  const parts = member(member(await readXml(text), 'CompleteMultipartUpload'), 'Part')
  if (parts === undefined) throw malformed('CompleteMultipartUpload lists no Part.')
  return (Array.isArray(parts) ? parts : [parts]).map(claim)
}
