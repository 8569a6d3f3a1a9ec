import { type OssOperationName, ossOperations } from '#contracts/index.ts'
import type { OssOperation } from '#contracts/operation.ts'
import type { Address } from './addressing.ts'
import type { OssRequest } from './request.ts'
import { isSelecting } from './subresources.ts'

/** Headers that turn an operation into another one, or ask for what is not emulated. */
const selectingHeaders = ['x-oss-copy-source', 'x-oss-callback', 'x-oss-callback-var']

const place = (scope: string, method: string, subresources: readonly string[]): string =>
  `${scope} ${method} ${[...subresources].sort().join('&')}`

/** Operations by scope, method and selecting sub-resources. @throws Error when two share a place */
export function operationIndex(
  operations: Readonly<Record<string, OssOperation>>,
): ReadonlyMap<string, OssOperation> {
  const index = new Map<string, OssOperation>()
  for (const operation of Object.values(operations)) {
    const key = place(operation.scope, operation.method, operation.subresources)
    const other = index.get(key)
    if (other) throw new Error(`${operation.name} and ${other.name} have the same address: ${key}`)
    index.set(key, operation)
  }
  return index
}

const index = operationIndex(ossOperations)

const scopeOf = ({ bucket, key }: Address): OssOperation['scope'] =>
  bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object'

const subresourcesOf = ({ query }: OssRequest): readonly string[] => [
  ...new Set(query.map(({ name }) => name).filter(isSelecting)),
]

const selectingHeader = ({ message }: OssRequest): string | undefined =>
  selectingHeaders.find((name) => message.headers.get(name) !== undefined)

/** The operation that a request names; undefined for one that is not emulated. */
export function operationAt(
  request: OssRequest,
  address: Address,
): (OssOperation & { readonly name: OssOperationName }) | undefined {
  if (selectingHeader(request)) return undefined
  const operation = index.get(
    place(scopeOf(address), request.message.method, subresourcesOf(request)),
  )
  return operation as (OssOperation & { readonly name: OssOperationName }) | undefined
}

/** What a request asks for, in words, and the header or sub-resources by which it does. */
export function soughtOperation(
  request: OssRequest,
  address: Address,
): { readonly header: string; readonly words: string } {
  const { method } = request.message
  const [subresources, header] = [subresourcesOf(request), selectingHeader(request)]
  const query = subresources.map((name) => ` ?${name}`).join('')
  return {
    header: header ?? (subresources.join('&') || method),
    words: `${method} ${scopeOf(address)}${query}${header ? ` with ${header}` : ''}`,
  }
}
