/** Editions of the vendor's documentation whose limits differ. */
export const editions = ['2021', 'latest'] as const
export type Edition = (typeof editions)[number]

/** A value that depends on the edition; `inEdition` resolves it. */
export interface ByEdition<T> {
  readonly byEdition: Readonly<Record<Edition, T>>
}

export const byEdition = <const T>(values: Readonly<Record<Edition, T>>): ByEdition<T> => ({
  byEdition: values,
})

/** `T` without `byEdition`. */
export type Resolved<T> =
  T extends ByEdition<infer V>
    ? Resolved<V>
    : T extends object
      ? { readonly [K in keyof T]: Resolved<T[K]> }
      : T

/** The same data with every `byEdition` replaced by the value of one edition. */
export function inEdition<T>(data: T, edition: Edition): Resolved<T> {
  return resolve(data, edition) as Resolved<T>
}

const isByEdition = (value: object): value is ByEdition<unknown> =>
  Object.hasOwn(value, 'byEdition')

function resolve(data: unknown, edition: Edition): unknown {
  if (Array.isArray(data)) return data.map((item) => resolve(item, edition))
  if (typeof data !== 'object' || data === null) return data
  if (isByEdition(data)) return data.byEdition[edition]
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, resolve(value, edition)]),
  )
}
