import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Kind, kinds, Model } from '../../testing/life/model.ts'
import {
  arrive,
  type Death,
  mediaOf,
  mortal,
  prepare,
  sentOf,
  world,
} from '../../testing/life/world.ts'
import { owner } from '../../testing/records/samples.ts'
import { scheduled } from '../../testing/records/scheduled.ts'
import { addMedia, removeMedia, updateMedia } from './media.ts'

type Step =
  | { readonly create: Kind }
  | { readonly upload: number; readonly isGood: boolean }
  | { readonly remove: number }
  | {
      readonly advance: number
      readonly killed?: { readonly commits: number; readonly death: Death }
    }

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.record({ create: fc.constantFrom(...kinds) }) },
    {
      weight: 3,
      arbitrary: fc.record({ upload: fc.nat({ max: 5 }), isGood: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat({ max: 5 }) }) },
    {
      weight: 4,
      arbitrary: fc.record(
        {
          advance: fc.constantFrom(0, 1, 5, 30, 40, 200),
          killed: fc.record({
            commits: fc.nat({ max: 4 }),
            death: fc.constantFrom<Death>('before', 'after'),
          }),
        },
        { requiredKeys: ['advance'] },
      ),
    },
  ),
  { maxLength: 25 },
)

async function play(all: readonly Step[]) {
  const here = world()
  const { ports, records, start } = here
  await prepare(here)
  const models: Model[] = []
  const removed = new Set<number>()
  const indexOf = (n: number) => (models.length === 0 ? undefined : n % models.length)
  for (const step of all) {
    const nowMs = ports.clock.now()
    if ('create' in step) {
      await addMedia(ports, mediaOf(models.length, step.create))
      models.push(new Model(step.create))
    } else if ('upload' in step) {
      const index = indexOf(step.upload)
      const model = index === undefined ? undefined : models[index]
      if (index === undefined || !model || removed.has(index)) continue
      await arrive(here, mediaOf(index, model.kind), step.isGood ? 1000 : 0)
      model.upload(step.isGood, nowMs)
    } else if ('remove' in step) {
      const index = indexOf(step.remove)
      if (index === undefined || removed.has(index)) continue
      const kind = models[index]?.kind.isImage ? 'image' : 'video'
      await removeMedia(ports, owner, kind, `media-${index}`)
      removed.add(index)
    } else {
      ports.clock.advance(step.advance)
      const { killed } = step
      if (killed) {
        const dying = start(mortal(records, killed.commits, killed.death))
        await dying.run().catch(() => undefined)
        await dying.stop()
      }
      const worker = start(records)
      await worker.run()
      await worker.stop()
      for (const [i, model] of models.entries()) if (!removed.has(i)) model.reach(ports.clock.now())
    }
  }
  return { records, models, removed, unforeseen: here.unforeseen }
}

test('any history of calls, uploads, times and kills goes as the tables say: each event once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { records, models, removed, unforeseen } = await play(all)

      expect(unforeseen).toEqual([])

      for (const [i, { state, sent }] of models.entries()) {
        const mediaId = `media-${i}`
        const changes = (name: string) => !/^(?:MediaBaseChange|DeleteMedia)Complete /.test(name)
        expect((await sentOf(records, mediaId)).filter(changes)).toEqual(sent)
        const found = await records.get('media', mediaId)
        expect(found?.value.status).toBe(removed.has(i) ? undefined : state)
      }
    }),
    { numRuns: 300 },
  )
}, 120_000)

/** A video whose file was analysed, or is about to be. */
async function withFile({ isAnalysed }: { readonly isAnalysed: boolean }) {
  const [analysing] = kinds
  if (!analysing) throw new Error('There is no kind.')
  const here = world()
  await prepare(here)
  const video = mediaOf(0, analysing)
  await addMedia(here.ports, video)
  await arrive(here, video, 1000)
  here.ports.clock.advance(5)
  if (isAnalysed) await finish(here)
  const known = async () => (await here.records.get('media', video.mediaId))?.value
  return { here, video, known }
}

/** Does all that is due. */
async function finish({ start, records }: ReturnType<typeof world>): Promise<void> {
  const worker = start(records)
  await worker.run()
  await worker.stop()
}

test('a file that is replaced while it is analysed is the one that counts', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { here, video, known } = await withFile({ isAnalysed: false })
      const { records, ports, start } = here
      const arrival = scheduler.scheduleFunction(() => arrive(here, video, 0))
      const slow = start(scheduled(records, scheduler))

      await scheduler.waitFor(Promise.all([slow.run(), arrival()]))
      await slow.stop()
      ports.clock.advance(5)
      await finish(here)

      expect(await known()).toMatchObject({ status: 'TranscodeFail', size: 0 })
      expect(await known()).not.toHaveProperty('facts')
    }),
  )
})

test('what is told of a video while its file is analysed stays', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.nat({ max: 20 }), async (scheduler, turns) => {
      const { here, video, known } = await withFile({ isAnalysed: false })
      const { records, ports, start } = here
      const turn = scheduler.scheduleFunction(() => Promise.resolve())
      const rename = async () => {
        for (let i = 0; i < turns; i++) await turn()
        const renamed = new Map([[video.mediaId, { title: 'renamed' }]])
        await updateMedia(ports, owner, 'video', renamed)
      }
      const slow = start(scheduled(records, scheduler))

      await scheduler.waitFor(Promise.all([slow.run(), rename()]))
      await slow.stop()

      expect(await known()).toMatchObject({ status: 'Normal', title: 'renamed' })
    }),
  )
})

test('what is known of a file is forgotten when another one arrives', async () => {
  const { here, video, known } = await withFile({ isAnalysed: true })
  expect(await known()).toMatchObject({ status: 'Normal', facts: { duration: 1 }, duration: 1 })

  await arrive(here, video, 2000)

  expect(await known()).toMatchObject({ status: 'UploadSucc', size: 2000 })
  expect(await known()).not.toHaveProperty('facts')
  expect(await known()).not.toHaveProperty('duration')
})
