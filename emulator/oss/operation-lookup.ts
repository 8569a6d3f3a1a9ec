import { type OssOperationName, ossOperations } from '#contracts/index.ts'
import type { OssOperation } from '#contracts/operation.ts'
import { ossError } from '../kernel/oss-errors.ts'
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

/** The operation that a request names. @throws ApiError NotImplemented, naming what is not emulated */
export function findOperation(
  { message, query }: OssRequest,
  address: Address,
): OssOperation & { readonly name: OssOperationName } {
  const subresources = [...new Set(query.map(({ name }) => name).filter(isSelecting))]
  const header = selectingHeaders.find((name) => message.headers.get(name) !== undefined)
  const scope = scopeOf(address)
  const operation = index.get(place(scope, message.method, subresources))
  if (!operation || header)
    throw ossError(
      'NotImplemented',
      { Header: header ?? (subresources.join('&') || message.method) },
      {
        explanation: `The emulator has no ${message.method} ${scope}${subresources.map((name) => ` ?${name}`).join('')}${header ? ` with ${header}` : ''}; /_emulator/info lists what it has.`,
      },
    )
  return operation as OssOperation & { readonly name: OssOperationName }
}
