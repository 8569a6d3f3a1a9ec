import { byEdition } from '../edition.ts'

/** Maximum life of the PlayURL of a file in a bucket of VOD, seconds. */
export const maxPlaySeconds = byEdition({ '2021': 2_592_000, latest: 604_800 })

/** Life of a PlayAuth, seconds. */
export const playAuthSeconds = { default: 100, max: 3000 } as const
