import { readWhole } from '../../kernel/body.ts'
import { overLimit } from '../../kernel/limits.ts'
import type { Message } from '../../kernel/message.ts'
import type { PartClaim } from '../../kernel/object-service.ts'
import { invalidArgument, ossError, unfinishedBody } from '../../kernel/oss-errors.ts'
import { readXml } from '../../kernel/xml.ts'
import { bareEtag } from './conditions.ts'

export interface CompletionLimits {
  /** Of the list of parts; 4 MiB hold ten thousand of them several times over. */
  readonly maxXmlBodyBytes: number
  readonly maxParts: number
}

const malformed = (ErrorDetail: string, found?: string) =>
  ossError('MalformedXML', { ErrorDetail }, { found })

async function readText({ body, headers }: Message, limit: number): Promise<string> {
  const tooLarge = (measured: string) =>
    malformed(
      `The body is larger than ${limit} bytes.`,
      overLimit(measured, limit, 'bytes', '--max-xml-body-bytes'),
    )
  const refusals = { tooLarge, brokenOff: unfinishedBody }
  const whole = await readWhole(body(), limit, refusals, headers.get('content-length'))
  return whole.toString('utf8')
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined

function claim(part: unknown): PartClaim {
  const [number, etag] = [member(part, 'PartNumber'), member(part, 'ETag')]
  if (typeof number !== 'string' || !/^\s*\d{1,5}\s*$/.test(number))
    throw malformed('PartNumber is not an integer.')
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

function requireFewEnough({ length }: readonly unknown[], most: number): void {
  if (length > most)
    throw malformed(
      `The list has ${length} parts, more than ${most}.`,
      overLimit(`The list has ${length} parts`, most, 'parts', '--max-parts'),
    )
}

/**
 * The parts that a client lists; undefined when it asks for all.
 *
 * @throws ApiError MalformedXML, InvalidArgument, IncompleteBody, RequestTimeout
 */
export async function readCompletion(
  message: Message,
  { maxXmlBodyBytes, maxParts }: CompletionLimits,
): Promise<readonly PartClaim[] | undefined> {
  const all = asksForAll(message)
  const text = await readText(message, maxXmlBodyBytes)
  if (all && text !== '')
    throw invalidArgument('x-oss-complete-all allows no body.', 'x-oss-complete-all', 'yes')
  if (all) return undefined
  const parts = member(member(await readXml(text), 'CompleteMultipartUpload'), 'Part')
  if (parts === undefined) throw malformed('CompleteMultipartUpload lists no Part.')
  const listed: readonly unknown[] = Array.isArray(parts) ? parts : [parts]
  requireFewEnough(listed, maxParts)
  return listed.map(claim)
}
