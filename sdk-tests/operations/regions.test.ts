import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestV1 } from '../clients/hand-signed.ts'
import { emulatorUnderServiceNames } from '../setup/target.ts'
import {
  askingFor,
  comparable,
  inStorage,
  kindsOf,
  listingWatermarks,
  madeId,
  madeWith,
  making,
  onCallback,
  onJobs,
  onMedia,
  onWatermark,
  searchesOf,
  searching,
  unknownId,
} from './isolation.ts'

describe('of another region nothing is visible by its host', () => {
  const elsewhere = 'cn-beijing'
  let under: Awaited<ReturnType<typeof emulatorUnderServiceNames>>

  beforeAll(async () => {
    under = await emulatorUnderServiceNames()
  })
  afterAll(() => under.emulator.close())

  async function ask(region: string, Action: string, parameters: Record<string, string> = {}) {
    const { emulator, target } = under
    const host = `vod.${region}.aliyuncs.com`
    const at = { ...target, rpc: { ...target.rpc, host } }
    const { url, init } = requestV1(at, { Action, ...parameters })
    const response = await emulator.fetch(new Request(url, init))
    return (await response.json()) as Readonly<Record<string, unknown>>
  }

  /** Parameters as they go over the wire. */
  const encoded = (parameters: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(parameters).map(([name, value]) => [name, encodeURIComponent(value)]),
    )

  test.for(onMedia)('by $name', async (operation) => {
    const { region } = under.target
    const { name, media } = operation
    const kind = media.kind ?? 'attached-media'
    const mediaId = madeId(kind, await ask(region, making[kind], encoded(madeWith(kind))))
    const answerOf = async (where: string, id: string) =>
      comparable(await ask(where, name, encoded(askingFor(operation, id))), id)

    const answer = await answerOf(elsewhere, mediaId)

    expect(answer).toBe(await answerOf(elsewhere, unknownId))
    expect(await answerOf(region, mediaId)).not.toBe(answer)
  })

  test.for(searching)('by $name', async (operation) => {
    const { region } = under.target
    const ids = await Promise.all(
      kindsOf(operation).map(async (kind) =>
        madeId(kind, await ask(region, making[kind], encoded(madeWith(kind)))),
      ),
    )
    const foundIn = async (where: string) => {
      const searches = searchesOf(operation).map((one) => ask(where, operation.name, encoded(one)))
      const answers = JSON.stringify(await Promise.all(searches))
      return ids.filter((id) => answers.includes(id))
    }

    expect(await foundIn(region)).toEqual(ids)
    expect(await foundIn(elsewhere)).toEqual([])
  })

  const withDefault = inStorage.filter(({ errors }) => errors['InvalidStorage.NotFound']?.when)

  test.for(withDefault)('by $name, which has no storage there', async ({ name, media }) => {
    const input = encoded(madeWith(media.kind ?? 'attached-media'))
    expect(await ask(elsewhere, name, input)).toMatchObject({ Code: 'InvalidStorage.NotFound' })
  })

  test.for(inStorage)('by $name in a storage of this one', async ({ name, media }) => {
    const { bucket, region } = under.target
    const StorageLocation = `${bucket.name}.oss-${region}.aliyuncs.com`
    const input = encoded({ ...madeWith(media.kind ?? 'attached-media'), StorageLocation })

    expect(await ask(region, name, input)).not.toHaveProperty('Code')
    expect(await ask(elsewhere, name, input)).toMatchObject({
      Code: 'InvalidStorage.NotFound',
    })
  })

  async function addText() {
    const text = { Name: 'x', Type: 'Text', WatermarkConfig: '{"Content":"x"}' }
    const { WatermarkInfo } = await ask(under.target.region, 'AddWatermark', encoded(text))
    return String(Object(WatermarkInfo).WatermarkId)
  }

  test.for(onWatermark)('by $name', async ({ name, examples: [example] }) => {
    const WatermarkId = await addText()

    const input = encoded({ ...example?.input, WatermarkId })
    expect(await ask(elsewhere, name, input)).toMatchObject({ Code: 'NoSuchResource' })
    expect(await ask(under.target.region, name, input)).not.toHaveProperty('Code')
  })

  test.for(onCallback)('by $name', async ({ name, examples: [example] }) => {
    const CallbackURL = `http://127.0.0.1:9/${randomUUID()}`
    const { region } = under.target
    await ask(region, 'SetMessageCallback', encoded({ CallbackURL }))

    const answer = await ask(elsewhere, name, encoded(example?.input ?? {}))

    expect(JSON.stringify(answer)).not.toContain(CallbackURL)
    expect(await ask(region, 'GetMessageCallback')).toMatchObject({
      MessageCallback: { CallbackURL },
    })
  })

  test.for(onJobs)('by $name', async ({ name }) => {
    const { region } = under.target
    const UploadURLs = `http://elsewhere.example/${randomUUID()}.mp4`
    const { UploadJobs } = await ask(region, 'UploadMediaByURL', encoded({ UploadURLs }))
    const [{ JobId: JobIds }] = UploadJobs as [{ readonly JobId: string }]

    expect(await ask(elsewhere, name, { JobIds })).toMatchObject({ NonExists: [JobIds] })
    expect(await ask(region, name, { JobIds })).toMatchObject({ NonExists: [] })
  })

  test.for(listingWatermarks)('by $name', async ({ name }) => {
    const id = await addText()

    expect(JSON.stringify(await ask(under.target.region, name))).toContain(id)
    expect(await ask(elsewhere, name)).toMatchObject({ WatermarkInfos: [] })
  })
})
