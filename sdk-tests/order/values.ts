import { invalidUtf8 } from '#contracts/derive/constraints/utf8.ts'
import type { World } from './worlds.ts'

/** Parameters or headers by name. What is undefined is left out. */
export type Values = Readonly<Record<string, string | undefined>>

/** Percent-encoding; what stands for bytes that are not valid UTF-8 becomes such ones. */
export const encode = (text: string): string =>
  text === invalidUtf8
    ? '%FF'
    : encodeURIComponent(text).replace(
        /[!'()*]/g,
        (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
      )

export const sorted = (values: Values): readonly (readonly [string, string])[] =>
  Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
    .sort(([a], [b]) => (a < b ? -1 : 1))

/** Instead of the token that belongs to the key. */
export type OtherToken = 'none' | 'mangled' | 'foreign' | undefined

interface TokenDraft {
  readonly token: OtherToken
  readonly isTemporary: boolean
}

/** The key of the account, and temporary ones where there are some already. */
export type Signers = Pick<World, 'key'> & Partial<Pick<World, 'mine' | 'foreign'>>

export function tokenOf({ token, isTemporary }: TokenDraft, { mine, foreign }: Signers) {
  const own = isTemporary ? mine?.token : undefined
  if (token === undefined) return own
  return { none: undefined, mangled: `CAIS${own?.slice(8)}`, foreign: foreign?.token }[token]
}
