type WithDefaults<D, T> = { readonly [K in keyof T]: Omit<D, keyof T[K]> & T[K] }

/** Rows of a list or a table with what most of them have in common, such as their evidence; a row's own values win. */
export function withDefaults<
  const D extends object,
  const T extends readonly object[] | Readonly<Record<string, object>>,
>(defaults: D, rows: T): WithDefaults<D, T> {
  const filled = Array.isArray(rows)
    ? rows.map((row: object) => ({ ...defaults, ...row }))
    : Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, { ...defaults, ...row }]))
  return filled as WithDefaults<D, T>
}
