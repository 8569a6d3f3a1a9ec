import type { RpcOperation } from '#contracts/operation.ts'
import { type Tolerance, type ToleranceName, tolerances } from '#contracts/tolerances.ts'
import { fromText, toText } from '../kernel/bytes.ts'
import { type Explanation, toleratedBy } from '../kernel/explanation.ts'
import type { ParameterMap } from './parameters.ts'

type Values = Map<string, string | null>
type Concerned = NonNullable<Tolerance['of']> & { readonly parameter: string }

/** What a call makes use of, besides those that concern one parameter. */
export function tolerating(lenient: readonly ToleranceName[]) {
  let used: Explanation | undefined
  return {
    tolerates(name: ToleranceName, found: string): boolean {
      const isOn = lenient.includes(name)
      if (isOn) used = toleratedBy(name, found)
      return isOn
    },
    tolerated: () => used,
  }
}

/** What tolerances that concern one parameter make of it. */
const adjustments = {
  'leading-dot': (values: Values, { parameter }: Concerned) => {
    const extension = values.get(parameter)
    if (extension?.startsWith('.')) values.set(parameter, extension.slice(1))
  },

  'legacy-cate-id': (values: Values, { parameter, legacy = '' }: Concerned, sent: ParameterMap) => {
    const [given, more] = [values.get(parameter), sent.get(fromText(legacy))]
    if (given === null || !more || !/^0*[1-9]\d*$/.test(more)) return
    values.set(parameter, given ? `${given},${more}` : more)
  },
}

const names = Object.keys(adjustments) as (keyof typeof adjustments)[]

/** The declared parameters of an operation as text (null where the bytes are not valid UTF-8), after the named tolerances. */
export function wireValues(
  { name: operation, input }: RpcOperation,
  parameters: ParameterMap,
  lenient: readonly ToleranceName[],
): ReadonlyMap<string, string | null> {
  const values: Values = new Map()
  for (const name of Object.keys(input)) {
    const bytes = parameters.get(fromText(name))
    if (bytes !== undefined) values.set(name, toText(bytes) ?? null)
  }
  for (const name of names) {
    const { of, always } = tolerances[name]
    if (of.operation === operation && (always || lenient.includes(name)))
      adjustments[name](values, of, parameters)
  }
  return values
}
