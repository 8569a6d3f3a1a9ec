import type { OssCheckName } from '#contracts/oss/checks.ts'
import type { OssCall } from '../call.ts'
import { headerValue } from '../request.ts'
import { authorizationOf } from '../signing/schemes.ts'
import { argument, type OssCheckFunction, refuseUnless, v4Of } from './refusals.ts'

const known = ['Credential', 'AdditionalHeaders', 'Signature']

const fieldsOf = (call: OssCall): readonly string[] => v4Of(call).fields ?? []

const nameOf = (field: string): string => field.split('=', 1)[0] ?? ''

/** The form of the Authorization header, and of what belongs to it: one function for each check. */
export const headerChecks = {
  'authorization-colon': ({ request }) => refuseUnless(authorizationOf(request).includes(':')),
  'authorization-access-key-id': ({ parsed }) => refuseUnless(parsed.accessKeyId !== ''),
  'authorization-signature': ({ parsed }) => refuseUnless(parsed.signature !== ''),

  'authorization-fields': (call) => {
    const { length } = fieldsOf(call)
    return refuseUnless(length === 2 || length === 3, () => ({
      found: `Authorization has ${length} fields.`,
    }))
  },
  'authorization-pairs': (call) => {
    const broken = fieldsOf(call).find((field) => !field.includes('='))
    return refuseUnless(broken === undefined, () => ({ found: 'A field has no "=".' }))
  },
  'authorization-known-fields': (call) => {
    const names = fieldsOf(call).map(nameOf)
    const other = names.find((name, index) => !known.includes(name) || names.indexOf(name) < index)
    return refuseUnless(other === undefined, () => ({
      found: /^[A-Za-z]{1,20}$/.test(other ?? '')
        ? `The field is ${other}.`
        : 'A field has no known name.',
    }))
  },
  'authorization-credential': (call) =>
    refuseUnless(fieldsOf(call).map(nameOf).includes('Credential')),
  'authorization-v4-signature': ({ parsed }) => refuseUnless(parsed.signature !== ''),

  'additional-headers': (call) => refuseUnless(v4Of(call).additional !== ''),
  'additional-header-items': (call) => refuseUnless(!v4Of(call).additionalHeaders.includes('')),
  'sent-additional-headers': (call) => {
    const { headers } = call.request.message
    const absent = v4Of(call).additionalHeaders.find((name) => headers.get(name) === undefined)
    return refuseUnless(absent === undefined, () => ({ values: { ArgumentValue: absent ?? '' } }))
  },

  'payload-hash': ({ request }) => {
    const value = headerValue(request, 'x-oss-content-sha256')
    return refuseUnless(value === undefined || value === 'UNSIGNED-PAYLOAD', () =>
      argument('x-oss-content-sha256', value),
    )
  },

  'one-security-token': ({ request }) => {
    const [signed, bare] = ['x-oss-security-token', 'security-token'].map((name) =>
      headerValue(request, name),
    )
    return refuseUnless(signed === undefined || bare === undefined || signed === bare, () => ({
      found: 'x-oss-security-token and security-token differ.',
    }))
  },
} satisfies Partial<Record<OssCheckName, OssCheckFunction>>
