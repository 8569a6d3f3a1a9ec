import { type OssOperationName, ossOperations } from '#contracts/index.ts'
import type { OssOperation } from '#contracts/operation.ts'
import type { Address } from './addressing.ts'
import { type Asked, OperationTable } from './operation-table.ts'
import type { OssRequest } from './request.ts'

type EmulatedOperation = OssOperation & { readonly name: OssOperationName }

const table = new OperationTable<EmulatedOperation>(Object.values(ossOperations))

const scopeOf = ({ bucket, key }: Address): OssOperation['scope'] =>
  bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object'

const askedBy = ({ message, query }: OssRequest, address: Address): Asked => ({
  scope: scopeOf(address),
  method: message.method,
  query,
  hasHeader: (name) => message.headers.get(name) !== undefined,
})

/** The operation that a request names; undefined for one that is not emulated. */
export const operationAt = (request: OssRequest, address: Address): EmulatedOperation | undefined =>
  table.find(askedBy(request, address))

/** Whether a request asks a bucket for what only objects have: a sub-resource that selects an operation of theirs alone. */
export function lacksObject(request: OssRequest, address: Address): boolean {
  const asked = askedBy(request, address)
  if (asked.scope !== 'bucket' || table.find(asked)) return false
  return (table.find({ ...asked, scope: 'object' })?.subresources.length ?? 0) > 0
}

/** A description of what a request asks for, and the header or sub-resources that ask for it. */
export function soughtOperation(
  request: OssRequest,
  address: Address,
): { readonly header: string; readonly words: string } {
  const asked = askedBy(request, address)
  const selectors = table.selectors(asked)
  const header = selectors.find(asked.hasHeader)
  const subresources = selectors.filter((selector) => selector !== header)
  const query = subresources.map((name) => ` ?${name}`).join('')
  return {
    header: header ?? (subresources.join('&') || asked.method),
    words: `${asked.method} ${asked.scope}${query}${header ? ` with ${header}` : ''}`,
  }
}
