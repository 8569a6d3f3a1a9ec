import type { ConstraintName } from './derive/constraints/index.ts'
import type { Infer, InferInput } from './infer.ts'
import type { ProductName } from './products.ts'
import type { Evidence, ObjectSchema, Shape } from './schema.ts'

/** An error as a client sees it. `{parameter}`, `{member}` and `{limit}` in the message are filled in when it is raised. */
export interface ErrorDefinition {
  readonly status: number
  readonly message: string
  readonly evidence: Evidence
  /** What the client should do, one sentence. */
  readonly remedy: string
  readonly note?: string
  /** Of an error that a handler raises, beside or beyond the constraint order: when it comes, one sentence. */
  readonly when?: string
}

export type ErrorTable = { readonly [code: string]: ErrorDefinition }

/** One row of the constraint order: the first row that a request violates decides the answer. */
export interface OrderedConstraint {
  readonly violates: ConstraintName
  /**
   * Parameters, or members inside their JSON as `UpdateContent[].Title`, in the order in which they are looked at;
   * absent: all parameters, in the order of the contract.
   */
  readonly of?: readonly string[]
  readonly error: string
  readonly evidence: Evidence
}

export interface Example {
  readonly name: string
  readonly input: Readonly<Record<string, string>>
  readonly evidence: Evidence
}

/** An operation of an RPC product. */
export interface RpcOperation {
  readonly name: string
  readonly product: ProductName
  readonly summary: string
  readonly see: string
  readonly evidence: Evidence
  readonly methods: readonly ('GET' | 'POST')[]
  readonly access: { readonly action: string; readonly level: 'read' | 'write' }
  /**
   * Which members hold the ids of media, as `MediaIds` or `UpdateContent[].MediaId`: of the request those that it is about,
   * of the answer the one that was made or those that were found. `kind`: of what they are, if all are of one.
   */
  readonly media: {
    readonly kind?: 'attached-media' | 'video' | 'image'
    readonly asked?: string
    readonly made?: string
    readonly found?: string
  }
  readonly input: Shape
  readonly output: ObjectSchema
  /** At least those of the constraint order; every other one says `when` it comes. */
  readonly errors: ErrorTable
  readonly constraintOrder: readonly OrderedConstraint[]
  readonly examples: readonly Example[]
  readonly notes?: readonly string[]
}

export const rpcOperation = <const O extends RpcOperation>(operation: O): O => operation

/**
 * An operation of OSS, selected by scope, method, sub-resources and headers: by all of those that are given, and by the
 * absence of those that select another operation of the same scope and method.
 */
export interface OssOperation {
  readonly name: string
  readonly summary: string
  readonly see: string
  readonly evidence: Evidence
  readonly scope: 'service' | 'bucket' | 'object'
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Query parameters that select it, `append`, or `list-type=2` where one value of them does. */
  readonly subresources: readonly string[]
  /** Headers whose presence selects it, in lower case. */
  readonly headers?: readonly string[]
  /** The action in policies, and whether an upload credential of VOD allows it. */
  readonly access: { readonly action: string; readonly uploadCredential: boolean }
}

export const ossOperation = <const O extends OssOperation>(operation: O): O => operation

export type Input<O extends RpcOperation> = InferInput<O['input']>
export type Output<O extends RpcOperation> = Infer<O['output']>

type Raised<E> = { readonly [C in keyof E]: E[C] extends { readonly when: string } ? C : never }

/** Codes of the errors that the handler of an operation may raise: those that say `when` they come. */
export type RaisedCode<O extends RpcOperation> = string extends keyof O['errors']
  ? string
  : Raised<O['errors']>[keyof O['errors']] & string

/** Something for each error that the handlers of some operations raise, by operation and code; the compiler names what is missing. */
export type PerRaisedError<T extends Readonly<Record<string, RpcOperation>>, Each> = {
  readonly [N in keyof T as [RaisedCode<T[N]>] extends [never] ? never : N]: {
    readonly [C in RaisedCode<T[N]>]: Each
  }
}
