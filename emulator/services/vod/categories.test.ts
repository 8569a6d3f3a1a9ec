import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as contract from '#contracts/vod/categories.ts'
import { memoryRecords } from '../../adapters/memory/records.ts'
import { ApiError } from '../../kernel/api-error.ts'
import type { CategoryRecord } from '../../ports/records/categories.ts'
import type { Records } from '../../ports/records/records.ts'
import { handlerContext } from '../../testing/handler-context.ts'
import { accountId } from '../../testing/keyring.ts'
import { scheduled } from '../../testing/records/scheduled.ts'
import { categories } from './categories.ts'

const maxChildren = 100

/** The categories of an account: a parent that lacks one child of the maximum, and so does level 0. */
async function almostFull(records: Records): Promise<void> {
  const at = (cateId: number, parentId: number, level: number) => ({
    kind: 'category' as const,
    key: `${accountId}/${cateId}`,
    value: { accountId, cateId, cateName: '', type: 'default' as const, parentId, level },
  })
  const others = Array.from({ length: maxChildren - 2 }, (_, i) => at(100 + i, -1, 0))
  const children = Array.from({ length: maxChildren - 1 }, (_, i) => at(1000 + i, 1, 1))
  await records.commit([
    at(1, -1, 0),
    ...others,
    ...children,
    { kind: 'categoryTree', key: accountId, value: { lastCateId: 9999 } },
  ])
}

/** The categories of an emulator. */
function service(records: Records) {
  const { AddCategory, UpdateCategory, DeleteCategory } = categories({ records })
  return {
    add: (parent: { readonly ParentId?: number }) =>
      AddCategory({ CateName: 'new', ...parent }, handlerContext(contract.AddCategory)),
    rename: (CateId: number) =>
      UpdateCategory({ CateId, CateName: 'renamed' }, handlerContext(contract.UpdateCategory)),
    remove: (CateId: number) => DeleteCategory({ CateId }, handlerContext(contract.DeleteCategory)),
  }
}

const parent = 1
const child = 1000

const steps = {
  'add below': (vod) => vod.add({ ParentId: parent }),
  'add at level 0': (vod) => vod.add({}),
  rename: (vod) => vod.rename(child),
  'remove a child': (vod) => vod.remove(child),
  'remove the parent': (vod) => vod.remove(parent),
} satisfies Record<string, (vod: ReturnType<typeof service>) => Promise<unknown>>

type Step = keyof typeof steps
const someSteps = fc.array(fc.constantFrom(...(Object.keys(steps) as Step[])), {
  minLength: 1,
  maxLength: 4,
})

/** The code of a refusal; undefined when there was none. */
async function outcome(step: Promise<unknown>): Promise<string | undefined> {
  try {
    await step
    return undefined
  } catch (error) {
    if (error instanceof ApiError) return error.code
    throw error
  }
}

async function everything(records: Records): Promise<readonly CategoryRecord[]> {
  const { items } = await records.list('category', { limit: 1000 })
  return items.map(({ value }) => value)
}

/** Two emulators on the same records; each starts all of its steps at once. */
async function interleaved(
  scheduler: fc.Scheduler,
  records: Records,
  first: readonly Step[],
  second: readonly Step[],
) {
  const services = [first, second].map((all) => ({
    all,
    vod: service(scheduled(records, scheduler)),
  }))
  const runs = services.flatMap(({ all, vod }) =>
    all.map(async (step) => ({ step, code: await outcome(steps[step](vod)) })),
  )
  return scheduler.waitFor(Promise.all(runs))
}

describe('categories that two emulators change at the same time', () => {
  test('are no more than the maximum, each with its own id and a parent that is there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), someSteps, someSteps, async (scheduler, first, second) => {
        const records = memoryRecords()
        await almostFull(records)

        const done = await interleaved(scheduler, records, first, second)

        const left = await everything(records)
        const ids = new Set(left.map(({ cateId }) => cateId))
        expect(left.filter(({ parentId }) => parentId !== -1 && !ids.has(parentId))).toEqual([])
        for (const above of [-1, parent])
          expect(left.filter(({ parentId }) => parentId === above).length).toBeLessThanOrEqual(
            maxChildren,
          )
        const isDone = (step: Step) => done.some((one) => one.step === step && !one.code)
        const added = done.filter(({ step, code }) => step.startsWith('add') && !code).length
        const { value } = (await records.get('categoryTree', accountId)) ?? {}
        expect(value?.lastCateId).toBe(9999 + added)
        expect(ids.has(parent)).toBe(!isDone('remove the parent'))
        if (isDone('remove a child')) expect(ids).not.toContain(child)
        else if (ids.has(child) && isDone('rename'))
          expect(left.find(({ cateId }) => cateId === child)?.cateName).toBe('renamed')
      }),
      { numRuns: 200 },
    )
  })
})
