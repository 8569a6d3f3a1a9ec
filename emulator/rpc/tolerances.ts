import type { RpcOperation } from '#contracts/operation.ts'
import type { ToleranceName } from '#contracts/rpc/tolerances.ts'
import { fromText, toText } from '../kernel/bytes.ts'
import type { ParameterMap } from './parameters.ts'

/** The declared parameters of an operation as text (null where the bytes are not valid UTF-8), after the named tolerances. */
export function wireValues(
  { input }: RpcOperation,
  parameters: ParameterMap,
  lenient: readonly ToleranceName[],
): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>()
  for (const name of Object.keys(input)) {
    const bytes = parameters.get(fromText(name))
    if (bytes !== undefined) values.set(name, toText(bytes) ?? null)
  }
  if (lenient.includes('leading-dot')) dropLeadingDot(values)
  if (Object.hasOwn(input, 'CateIds')) addLegacyCategory(values, parameters.get('CateId'))
  return values
}

function dropLeadingDot(values: Map<string, string | null>): void {
  const extension = values.get('MediaExt')
  if (extension?.startsWith('.')) values.set('MediaExt', extension.slice(1))
}

/** `legacy-cate-id`: one more category, where it is a positive integer. */
function addLegacyCategory(values: Map<string, string | null>, legacy: string | undefined): void {
  const given = values.get('CateIds')
  if (given === null || !legacy || !/^0*[1-9]\d*$/.test(legacy)) return
  values.set('CateIds', given ? `${given},${legacy}` : legacy)
}
