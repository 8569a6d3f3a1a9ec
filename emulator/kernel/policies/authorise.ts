import { createHash } from 'node:crypto'
import type { Principal } from '../../ports/credentials.ts'
import type { Refusal } from '../checks.ts'
import { quoted } from '../explanation.ts'
import type { Message } from '../message.ts'
import type { AccessRequest } from './access-request.ts'
import { evaluate, type PlacedStatement, type Verdict } from './evaluate.ts'

type NoPermissionType = 'ExplicitDeny' | 'ImplicitDeny'

/** A request without a socket comes from this machine. */
const ownAddress = '127.0.0.1'

/** What policies may ask about a request besides its action and resource. */
export const accessFacts = (
  { scheme, remoteAddress = ownAddress }: Message,
  nowMs: number,
): Omit<AccessRequest, 'action' | 'resource'> => ({
  sourceIp: remoteAddress,
  isSecure: scheme === 'https',
  nowMs,
})

/** Users have an id of 18 digits; ours follows from the key. */
const userIdOf = (accessKeyId: string): string => {
  const digest = createHash('sha256').update(accessKeyId).digest()
  return `2${(digest.readBigUInt64BE() % 10n ** 17n).toString().padStart(17, '0')}`
}

/** What an error tells of who was not allowed to do what. */
export function accessDeniedDetail(
  { kind, accountId, accessKeyId }: Principal,
  action: string,
  type: NoPermissionType,
): Readonly<Record<string, string>> {
  const isUser = kind === 'user'
  return {
    PolicyType: isUser ? 'AccountLevelIdentityBasedPolicy' : 'SessionPolicy',
    AuthPrincipalOwnerId: accountId,
    AuthPrincipalType: isUser ? 'SubUser' : 'AssumedRoleUser',
    AuthPrincipalDisplayName: isUser ? userIdOf(accessKeyId) : accessKeyId,
    NoPermissionType: type,
    AuthAction: action,
  }
}

const nameOf = ({ policy, number }: PlacedStatement): string => `statement ${number} of ${policy}`

function reasonOf(
  { by, near }: Extract<Verdict, { isAllowed: false }>,
  { accessKeyId, policies = [] }: Principal,
  { action, resource }: AccessRequest,
): string {
  const what = `${action} on ${resource} to the key ${quoted(accessKeyId)}`
  if (by) return `A Deny decides: ${nameOf(by)} denies ${what}.`
  if (near)
    return `No statement allows ${what}; ${nameOf(near)} has the action, but its ${near.mismatch} does not match.`
  const names = policies.map(({ name }) => name).join(', ')
  return `No statement allows ${what}, whose policies are: ${names || 'none'}.`
}

/** Why a user may not do what was asked, by the policies of its key; undefined if it may, and for others than users. */
export function deniedByPolicies(
  principal: Principal,
  request: AccessRequest,
): { readonly type: NoPermissionType; readonly refusal: Refusal } | undefined {
  if (principal.kind !== 'user') return undefined
  const verdict = evaluate(principal.policies ?? [], request)
  if (verdict.isAllowed) return undefined
  const type = verdict.by ? 'ExplicitDeny' : 'ImplicitDeny'
  const refusal = {
    found: reasonOf(verdict, principal, request),
    accessDeniedDetail: accessDeniedDetail(principal, request.action, type),
  }
  return { type, refusal }
}
