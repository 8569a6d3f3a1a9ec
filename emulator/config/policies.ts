import { isIP } from 'node:net'
import * as v from 'valibot'
import type { PolicyDocument } from '../../contracts/ram/policy.ts'
import { type SystemPolicyName, systemPolicies } from '../../contracts/ram/system-policies.ts'
import { isoTime } from './iso-time.ts'
import { objectOf } from './object-of.ts'

const oneOrMany = <Item extends v.GenericSchema<string>>(item: Item) =>
  v.union([item, v.pipe(v.array(item), v.nonEmpty('at least one value'))])

/** Bits of an address. */
const bits: Readonly<Record<number, number>> = { 4: 32, 6: 128 }

/** An address, or a network such as 10.0.0.0/8. */
function isRange(given: string): boolean {
  const [network = '', prefix, ...rest] = given.split('/')
  const max = bits[isIP(network)]
  if (max === undefined || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= max)
}

const range = v.pipe(
  v.string(),
  v.check(isRange, 'an IP address, or a network in CIDR notation such as 10.0.0.0/8'),
)

const secureTransport = v.picklist(['true', 'false'])

const onSourceIp = v.exactOptional(objectOf({ 'acs:SourceIp': oneOrMany(range) }))
const onTime = v.exactOptional(objectOf({ 'acs:CurrentTime': oneOrMany(isoTime) }))

/** The operators of `conditionOperators`. */
const condition = objectOf({
  IpAddress: onSourceIp,
  NotIpAddress: onSourceIp,
  Bool: v.exactOptional(objectOf({ 'acs:SecureTransport': oneOrMany(secureTransport) })),
  DateEquals: onTime,
  DateNotEquals: onTime,
  DateLessThan: onTime,
  DateLessThanEquals: onTime,
  DateGreaterThan: onTime,
  DateGreaterThanEquals: onTime,
})

const action = v.pipe(
  v.string(),
  v.regex(/^(?:\*|[\w-]+:[\w*]+)$/, '"*", or product and operation such as vod:Get*'),
)

const resource = v.pipe(
  v.string(),
  v.regex(
    /^(?:\*|acs:[\w*-]+:[^:]*:.+)$/,
    '"*", or a resource such as acs:vod:*:* or acs:oss:*:*:bucket/key',
  ),
)

const document: v.GenericSchema<PolicyDocument> = objectOf({
  Version: v.literal('1'),
  Statement: v.pipe(
    v.array(
      objectOf({
        Effect: v.picklist(['Allow', 'Deny']),
        Action: oneOrMany(action),
        Resource: oneOrMany(resource),
        Condition: v.exactOptional(condition),
      }),
    ),
    v.nonEmpty('at least one statement'),
  ),
})

const names = Object.keys(systemPolicies) as SystemPolicyName[]

/** The policies of a key: names of policies of the system, or documents. */
export const policies = v.array(v.union([v.picklist(names), document]))
