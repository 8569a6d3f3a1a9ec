import type { Evidence, Infer, InferInput, ObjectSchema, Shape } from './schema.ts'

/** An error as a client sees it. `{parameter}` and `{limit}` in the message are filled in when it is raised. */
export interface ErrorDefinition {
  readonly status: number
  readonly message: string
  readonly evidence: Evidence
  /** What the client should do: a sentence for people. */
  readonly remedy: string
  readonly note?: string
}

export type ErrorTable = { readonly [code: string]: ErrorDefinition }

/** The ways in which a value can violate its schema: one function each in `derive/validate.ts`. */
export type Constraint =
  | 'utf8'
  | 'required'
  | 'enum'
  | 'enumBy'
  | 'extension'
  | 'characters'
  | 'maxLength'
  | 'maxItems'
  | 'format'
  | 'range'
  | 'known'

/** One row in the order of constraintOrder: the first row that a request violates decides the answer. */
export interface OrderedConstraint {
  readonly violates: Constraint
  /** Parameters in the order in which they are looked at; absent: all, in the order of the contract. */
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
  readonly product: 'vod'
  readonly summary: string
  readonly see: string
  readonly evidence: Evidence
  readonly methods: readonly ('GET' | 'POST')[]
  readonly access: { readonly action: string; readonly level: 'read' | 'write' }
  /** Which members hold the ids of media: of the request, and of the answer. */
  readonly media: { readonly asked?: string; readonly made?: string }
  readonly input: Shape
  readonly output: ObjectSchema
  readonly errors: ErrorTable
  readonly constraintOrder: readonly OrderedConstraint[]
  readonly examples: readonly Example[]
  readonly notes?: readonly string[]
}

export const rpcOperation = <const O extends RpcOperation>(operation: O): O => operation

/** An operation of OSS, addressed by scope, method and the sub-resources that select it. */
export interface OssOperation {
  readonly name: string
  readonly summary: string
  readonly see: string
  readonly evidence: Evidence
  readonly scope: 'service' | 'bucket' | 'object'
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  readonly subresources: readonly string[]
  /** The action in policies, and whether an upload credential of VOD allows it. */
  readonly access: { readonly action: string; readonly uploadCredential: boolean }
}

export const ossOperation = <const O extends OssOperation>(operation: O): O => operation

export type Input<O extends RpcOperation> = InferInput<O['input']>
export type Output<O extends RpcOperation> = Infer<O['output']>
export type ErrorCode<O extends RpcOperation> = keyof O['errors'] & string
