import {
  type ConditionKey,
  type OperatorOf,
  type PolicyConditions,
  valuesOf,
} from '#contracts/ram/policy.ts'
import type { AccessRequest } from './access-request.ts'
import { isInRange } from './networks.ts'

type Condition = (values: readonly string[], request: AccessRequest) => boolean

type Comparison = (value: string, request: AccessRequest) => boolean

const some =
  (holds: Comparison): Condition =>
  (values, request) =>
    values.some((value) => holds(value, request))

const none =
  (holds: Comparison): Condition =>
  (values, request) =>
    !values.some((value) => holds(value, request))

const isWithin: Comparison = (range, { sourceIp }) => isInRange(range, sourceIp)

/** Seconds from a time to that of the request. */
const secondsSince = (time: string, { nowMs }: AccessRequest): number =>
  Math.floor(nowMs / 1000) - Math.floor(Date.parse(time) / 1000)

type Conditions = { readonly [K in ConditionKey]: Readonly<Record<OperatorOf<K>, Condition>> }

/** What each operator compares. */
const conditions: Conditions = {
  'acs:SourceIp': { IpAddress: some(isWithin), NotIpAddress: none(isWithin) },
  'acs:SecureTransport': {
    Bool: some((value, { isSecure }) => value.toLowerCase() === String(isSecure)),
  },
  'acs:CurrentTime': {
    DateEquals: some((time, request) => secondsSince(time, request) === 0),
    DateNotEquals: none((time, request) => secondsSince(time, request) === 0),
    DateLessThan: some((time, request) => secondsSince(time, request) < 0),
    DateLessThanEquals: some((time, request) => secondsSince(time, request) <= 0),
    DateGreaterThan: some((time, request) => secondsSince(time, request) > 0),
    DateGreaterThanEquals: some((time, request) => secondsSince(time, request) >= 0),
  },
}

const conditionOf = (key: string, operator: string): Condition => {
  const found = new Map(Object.entries(conditions[key as ConditionKey] ?? {})).get(operator)
  if (!found) throw new TypeError(`The condition ${operator} of ${key} was not checked.`)
  return found
}

/** The first condition that does not hold, as `DateLessThan of acs:CurrentTime`; undefined when all do. */
export function unmetCondition(
  given: PolicyConditions,
  request: AccessRequest,
): string | undefined {
  for (const [operator, keys] of Object.entries(given))
    for (const [key, values] of Object.entries(keys))
      if (!conditionOf(key, operator)(valuesOf(values), request)) return `${operator} of ${key}`
  return undefined
}
