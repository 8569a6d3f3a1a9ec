import type { PolicyDocument } from '#contracts/ram/policy.ts'
import { type SystemPolicyName, systemPolicies } from '#contracts/ram/system-policies.ts'
import type { KeptKey, Keyring, NamedPolicy } from '../ports/credentials.ts'

interface ConfiguredKey {
  readonly id: string
  readonly secret: string
  readonly accountId?: string | undefined
  readonly policies?: readonly (SystemPolicyName | PolicyDocument)[] | undefined
}

const named = (policy: SystemPolicyName | PolicyDocument, index: number): NamedPolicy =>
  typeof policy === 'string'
    ? { name: policy, document: systemPolicies[policy].document }
    : { name: `policy ${index + 1}`, document: policy }

/**
 * The keys of the options. Their secrets stay in memory and are never stored.
 *
 * @param ownAccountId the account of keys that do not name one
 */
export function configuredKeys(keys: readonly ConfiguredKey[], ownAccountId: string): Keyring {
  const all = keys.map(
    ({ id, secret, accountId = ownAccountId, policies }): KeptKey => ({
      accessKeyId: id,
      accessKeySecret: secret,
      accountId,
      ...(policies && { policies: policies.map(named) }),
    }),
  )
  const byId = new Map(all.map((key) => [key.accessKeyId, key]))
  return {
    find: async (accessKeyId) => byId.get(accessKeyId),
    of: async (accountId) => all.filter((key) => key.accountId === accountId),
  }
}
