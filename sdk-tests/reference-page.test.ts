import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer, notes } from './reference-page/answer.ts'
import { operation } from './reference-page/operation.ts'
import { parameters } from './reference-page/parameters.ts'
import { settings } from './reference-page/settings.ts'
import { type Sentences, startWorld, type World } from './reference-page/world.ts'
import { needsEmulator } from './setup/fixtures.ts'

const file = new URL('../fixtures/reference-page.json', import.meta.url)
const { sentences } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly sentences: readonly { readonly of: string; readonly text: string }[]
}

/** Every sentence of the reference page of CreateUploadAttachedMedia, by its number. */
const shown: Sentences = { ...operation, ...parameters, ...settings, ...answer, ...notes }

let world: World & AsyncDisposable

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

describe('the reference page, sentence by sentence', () => {
  test('leaves none out', () => {
    expect(Object.keys(shown).map(Number)).toEqual(sentences.map((_, i) => i + 1))
  })

  const rows = sentences.map(({ of, text }, i) => ({ n: i + 1, of, text, ...shown[i + 1] }))

  test.for(rows)('$n, $of: "$text": $done → $came', async ({ show }, { skip }) => {
    needsEmulator(skip)
    if (!show) expect.unreachable('Nothing shows this sentence.')
    await show(world)
  })
})
