/** The typed value of a schema. */
export type Infer<S> = S extends { readonly kind: 'list'; readonly items: infer I }
  ? readonly Infer<I>[]
  : S extends { readonly kind: 'object'; readonly members: infer M }
    ? InferMembers<M>
    : InferScalar<S>

type InferScalar<S> = S extends { readonly enum: readonly (infer V)[] }
  ? V
  : S extends { readonly kind: 'string' } | { readonly kind: 'json'; readonly keep: 'text' }
    ? string
    : S extends { readonly kind: 'integer' | 'decimal' | 'timestamp' }
      ? number
      : S extends { readonly kind: 'boolean' }
        ? boolean
        : never

type InferMembers<M> = {
  readonly [K in keyof M as M[K] extends { readonly optional: true } ? never : K]: Infer<M[K]>
} & {
  readonly [K in keyof M as M[K] extends { readonly optional: true } ? K : never]?: Infer<M[K]>
}

/** The typed value of what a request holds: JSON is parsed. */
type InferAsked<S> = S extends { readonly kind: 'json'; readonly keep: 'text' }
  ? string
  : S extends { readonly kind: 'json'; readonly content: infer C }
    ? InferContent<C>
    : S extends { readonly kind: 'list'; readonly items: infer I }
      ? readonly InferAsked<I>[]
      : S extends { readonly kind: 'object'; readonly members: infer M }
        ? InferInput<M>
        : InferScalar<S>

/** Of structures that another parameter chooses from: the value of any of them. */
type InferContent<C> = C extends { readonly values: infer V }
  ? InferAsked<V[keyof V]>
  : InferAsked<C>

/** The typed value of a shape whose members are optional unless they are always required. */
export type InferInput<M> = {
  readonly [K in keyof M as M[K] extends { readonly required: true } ? K : never]: InferAsked<M[K]>
} & {
  readonly [K in keyof M as M[K] extends { readonly required: true } ? never : K]?: InferAsked<M[K]>
}
