import type { OssOperation } from '#contracts/operation.ts'
import type { Pair } from '../kernel/pairs.ts'
import { isSelecting } from './subresources.ts'

/** Headers that ask for another operation, or for something not emulated, wherever they are sent. */
const selectingHeaders = ['x-oss-copy-source', 'x-oss-callback', 'x-oss-callback-var']

/** The parts of a request that can select an operation. */
export interface Asked {
  readonly scope: OssOperation['scope']
  readonly method: string
  readonly query: readonly Pair[]
  readonly hasHeader: (name: string) => boolean
}

/** What selects an operation in addition to scope and method: `?name`, `?name=value` and names of headers. */
type Selectors = readonly string[]

/** The operations of one scope and method. */
class Place<O extends OssOperation> {
  readonly #bySelectors = new Map<string, O>()
  readonly #values = new Set<string>()
  readonly #headers = new Set(selectingHeaders)

  constructor(operations: readonly O[]) {
    for (const [i, operation] of operations.entries()) {
      const { subresources, headers = [] } = operation
      const other = operations.slice(0, i).find((earlier) => canBothMatch(earlier, operation))
      if (other) throw new Error(`One request can select both ${other.name} and ${operation.name}.`)
      for (const subresource of subresources.filter(hasValue)) this.#values.add(subresource)
      for (const name of headers) this.#headers.add(name)
      this.#bySelectors.set(keyOf([...subresources, ...headers]), operation)
    }
  }

  selectors({ query, hasHeader }: Asked): Selectors {
    const subresources = query.flatMap(({ name, value }) => {
      if (this.#values.has(`${name}=${value}`)) return [`${name}=${value}`]
      return isSelecting(name) ? [name] : []
    })
    return [...new Set(subresources), ...[...this.#headers].filter(hasHeader)]
  }

  find(asked: Asked): O | undefined {
    return this.#bySelectors.get(keyOf(this.selectors(asked)))
  }
}

const keyOf = (selectors: Selectors): string => [...selectors].sort().join('&')

const hasValue = (subresource: string): boolean => subresource.includes('=')

const nameOf = (subresource: string): string => subresource.split('=', 1)[0] ?? ''

/** Whether one request can have all that selects the one, all that selects the other, and nothing else that selects. */
function canBothMatch(one: OssOperation, other: OssOperation): boolean {
  const names = ({ subresources, headers = [] }: OssOperation) =>
    keyOf([...subresources.map(nameOf), ...headers])
  const differ = one.subresources.some((subresource) =>
    other.subresources.some(
      (another) =>
        nameOf(another) === nameOf(subresource) &&
        another !== subresource &&
        hasValue(another) &&
        hasValue(subresource),
    ),
  )
  return names(one) === names(other) && !differ
}

/** The operations of OSS, found by what selects them. */
export class OperationTable<O extends OssOperation> {
  readonly #places: ReadonlyMap<string, Place<O>>

  /** @throws Error when one request can select two operations */
  constructor(operations: readonly O[]) {
    const groups = Map.groupBy(operations, ({ scope, method }) => `${scope} ${method}`)
    this.#places = new Map(Array.from(groups, ([key, group]) => [key, new Place(group)]))
  }

  /** The operation that a request selects; undefined when there is none. */
  find(asked: Asked): O | undefined {
    return this.#places.get(`${asked.scope} ${asked.method}`)?.find(asked)
  }

  /** The selecting parts of a request, whether or not there is an operation for them. */
  selectors(asked: Asked): Selectors {
    const place = this.#places.get(`${asked.scope} ${asked.method}`) ?? new Place<O>([])
    return place.selectors(asked)
  }
}
