import type { ErrorDefinition, RpcOperation } from './operation.ts'

/** An error that the handler of an operation raises. */
export interface RaisedError {
  readonly operation: string
  readonly code: string
  readonly error: ErrorDefinition
}

/** Every error whose contract says when it comes. */
export const raisedErrors = (operations: readonly RpcOperation[]): readonly RaisedError[] =>
  operations.flatMap(({ name, errors }) =>
    Object.entries(errors)
      .filter(([, { when }]) => when !== undefined)
      .map(([code, error]) => ({ operation: name, code, error })),
  )
