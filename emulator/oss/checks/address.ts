import type { OssCheckName } from '#contracts/oss/checks.ts'
import { toText } from '../../kernel/bytes.ts'
import { type CheckFunction, required } from '../../kernel/checks.ts'
import { quoted } from '../../kernel/explanation.ts'
import { accessFacts, deniedByPolicies } from '../../kernel/policies/authorise.ts'
import type { OssCall } from '../call.ts'
import { lacksObject, soughtOperation } from '../operation-lookup.ts'

/** Maximum length of an object name, bytes. */
const maxKey = 1023

/** Refuses what the policies of a user deny for this reason. */
const refuseFor =
  (type: 'ExplicitDeny' | 'ImplicitDeny'): CheckFunction<OssCall> =>
  ({ verified: { principal }, operation, address, request: { message }, ports }) => {
    const { action } = required(operation).access
    const { bucket = '*', key } = address
    const path = key === undefined ? bucket : `${bucket}/${toText(key) ?? key}`
    const resource = `acs:oss:${ports.region}:${principal.accountId}:${path}`
    const facts = accessFacts(message, ports.clock.now())
    const denied = deniedByPolicies(principal, { action, resource, ...facts })
    return denied?.type === type ? denied.refusal : undefined
  }

/** What the signature addresses must exist and be allowed: one function for each check. */
export const addressChecks = {
  'object-name': ({ request, address }) => (lacksObject(request, address) ? {} : undefined),

  'emulated-operation': ({ operation, request, address }) => {
    if (operation) return undefined
    const { header, words } = soughtOperation(request, address)
    return { values: { Header: header }, found: `The emulator has no ${words}.` }
  },

  policy: ({ verified: { principal }, operation, address }) => {
    const { kind, scope } = principal
    if (kind === 'play') return { found: 'A credential of a PlayAuth allows nothing in OSS.' }
    if (!scope) return undefined
    const isOwn = address.bucket === scope.bucket && toText(address.key ?? '') === scope.key
    if (isOwn && operation?.access.uploadCredential) return undefined
    return {
      found: isOwn
        ? `An upload credential does not allow ${operation?.name}.`
        : `The credential is for the object ${quoted(scope.key)} of the bucket ${scope.bucket} alone.`,
    }
  },

  'no-deny': refuseFor('ExplicitDeny'),
  allow: refuseFor('ImplicitDeny'),

  bucket: async ({ address: { bucket }, ports }) =>
    bucket !== undefined && (await ports.bucketNamed(bucket)) === undefined
      ? { values: { BucketName: bucket } }
      : undefined,

  'own-bucket': async ({ address: { bucket }, ports, verified }) =>
    bucket === undefined ||
    (await ports.bucketNamed(bucket))?.accountId === verified.principal.accountId
      ? undefined
      : { found: `The bucket ${bucket} belongs to another account.` },

  'object-name-length': ({ address: { key = '' } }) => {
    if (key.length > maxKey) return { found: `The object name has ${key.length} bytes.` }
    return toText(key) === undefined ? { found: 'The object name is not valid UTF-8.' } : undefined
  },

  'object-name-start': ({ address: { key = '' } }) =>
    /^[/\\]/.test(key) ? { values: { ObjectName: toText(key) ?? '' } } : undefined,
} satisfies Partial<Record<OssCheckName, CheckFunction<OssCall>>>
