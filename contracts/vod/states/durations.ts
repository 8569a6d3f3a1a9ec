import type { Processing } from './transition.ts'

export const processingProfiles = ['instant', 'realistic'] as const

export type ProcessingProfile = (typeof processingProfiles)[number]

/** How long processing takes by the emulator's clock, seconds. */
export const durations: Readonly<Record<ProcessingProfile, Readonly<Record<Processing, number>>>> =
  {
    instant: { analysis: 0, transcoding: 0, review: 0 },
    realistic: { analysis: 5, transcoding: 30, review: 120 },
  }
