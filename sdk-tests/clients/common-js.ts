/**
 * The default export of a CommonJS package that calls it `default` itself: Node hands over the module, Vitest what is
 * in it.
 */
export const defaultOf = <Default>(imported: Default | { readonly default: Default }): Default => {
  const { default: inner } = imported as { readonly default?: Default }
  return inner ?? (imported as Default)
}
