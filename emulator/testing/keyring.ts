import { type StaticTriple, statelessCredentials } from '../adapters/stateless-credentials.ts'
import type { AccountKey, Credentials, Keyring } from '../ports/credentials.ts'

/** The account of the keys in tests that are about one account. */
export const accountId = '1234567890123456'

/** The keys of one account. */
export const keyringOf = (keys: readonly AccountKey[]): Keyring => ({
  async find(id) {
    const key = keys.find(({ accessKeyId }) => accessKeyId === id)
    return key && { ...key, accountId }
  },
  of: async (id) => (id === accountId ? keys : []),
})

/** Credentials that know these keys, of a first generation. */
export const credentialsWith = (
  keys: readonly AccountKey[],
  triples: readonly StaticTriple[] = [],
): Credentials =>
  statelessCredentials({
    serverSecret: 'of the tests',
    generation: async () => 0,
    keyring: keyringOf(keys),
    triples,
  })
