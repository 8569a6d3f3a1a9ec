/** One value, or several of them. */
export type OneOrMany<T> = T | readonly T[]

/** Every value of an element. */
export const valuesOf = (values: OneOrMany<string>): readonly string[] =>
  typeof values === 'string' ? [values] : values

/** The condition keys that are evaluated, and the operators of each. A policy with another one is refused when it is read. */
export const conditionOperators = {
  'acs:SourceIp': ['IpAddress', 'NotIpAddress'],
  'acs:SecureTransport': ['Bool'],
  'acs:CurrentTime': [
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type ConditionKey = keyof typeof conditionOperators
export type OperatorOf<K extends ConditionKey> = (typeof conditionOperators)[K][number]

/** Conditions by operator and key: each must hold for one of its values, one whose operator says `Not` for none of them. */
export type PolicyConditions = {
  readonly [K in ConditionKey as OperatorOf<K>]?: { readonly [Key in K]: OneOrMany<string> }
}

/** A statement of a policy, with its members as RAM spells them. */
export interface PolicyStatement {
  readonly Effect: 'Allow' | 'Deny'
  /** `vod:GetPlayInfo`, `oss:*`; an asterisk stands for any text. Compared without case. */
  readonly Action: OneOrMany<string>
  /** `acs:oss:*:*:bucket/key`, `*`; an asterisk stands for any text, colons and slashes included. */
  readonly Resource: OneOrMany<string>
  readonly Condition?: PolicyConditions
}

/** A policy of Resource Access Management (RAM) that is attached to a user. */
export interface PolicyDocument {
  readonly Version: '1'
  readonly Statement: readonly PolicyStatement[]
}
