import { toJsonSchema } from '@valibot/to-json-schema'
import { seed } from './seed.ts'

/** The JSON Schema of a seed file. What it cannot express, such as ids that are there once, is checked at the start. */
export const seedJsonSchema = (): object => ({
  title: 'Seed of vod-emulator: what accounts hold at the start',
  ...toJsonSchema(seed, { errorMode: 'ignore' }),
})
