import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { inEdition } from './edition.ts'
import { rpcOperations } from './index.ts'
import { type RpcOperation, rpcOperation } from './operation.ts'
import { csv, integer, json, list, object, string } from './schema.ts'
import { differences, type Model } from './testing/model-agreement.ts'

const file = new URL('../fixtures/models/vod.json', import.meta.url)
const { operations: models } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly operations: readonly Model[]
}

/** Points at which a contract differs from the models, each with its reason. */
const tolerated: Readonly<Record<string, string>> = {
  'GetVideoPlayAuth.AuthInfoTimeout max':
    'A longer time is accepted (observed) and cut to it, not refused.',
  'CreateUploadImage.ImageType values': 'Programs still send the older value `watermark`.',
  'DeleteImage.ImageURLs encodedItems':
    'The manual says in words that each URL is encoded; one that is not is taken as well.',
  'SearchMedia.SortBy values':
    'The models have no values; the page names two times and two directions.',
  'SetMessageCallback.AuthKey pattern': 'The manual says it in words; the models have no pattern.',
  'SetMessageCallback.EventTypeList values': 'The names stand on the page of each event.',
  'CreateAppInfo.AppName pattern': 'the models have the characters of a name in words only',
  'UpdateAppInfo.AppName pattern': 'as in CreateAppInfo',
}

const pointsOf = (operation: RpcOperation): readonly string[] => {
  const model = models.find(({ name }) => name === operation.name)
  return model
    ? differences(inEdition(operation, 'latest'), model).map(({ point }) => point)
    : [`${operation.name}: no model`]
}

test("contracts agree with the vendor's models, but for what is tolerated by name", () => {
  const found = Object.values(rpcOperations).flatMap(pointsOf)

  expect(found).toEqual(Object.keys(tolerated))
})

describe('a difference is found', () => {
  const { GetAttachedMediaInfo: right } = rpcOperations
  const model = models.find(({ name }) => name === right.name)

  const pointsWith = (changed: Partial<RpcOperation>) =>
    differences(inEdition(rpcOperation({ ...right, ...changed }), 'latest'), model as Model).map(
      ({ point }) => point.replace('GetAttachedMediaInfo', ''),
    )

  const { input, output } = right
  const { MediaIds, OutputType, AuthTimeout } = input
  const { AttachedMediaList, ...others } = output.members
  const { items: media } = AttachedMediaList
  const answer = (member: RpcOperation['output']['members']) =>
    object({ ...others, AttachedMediaList: list(object({ ...media.members, ...member })) })

  test.each<readonly [string, Partial<RpcOperation>, readonly string[]]>([
    [
      'in a maximum',
      { input: { ...input, AuthTimeout: { ...AuthTimeout, maximum: 2_592_000 } } },
      ['.AuthTimeout max'],
    ],
    ['in a type', { input: { ...input, AuthTimeout: string({}) } }, ['.AuthTimeout type']],
    [
      'in a required flag',
      { input: { ...input, OutputType: { ...OutputType, required: true } } },
      ['.OutputType required'],
    ],
    [
      'in allowed values',
      { input: { ...input, OutputType: string({ enum: ['cdn'] }) } },
      ['.OutputType values'],
    ],
    [
      'in a number of items',
      { input: { ...input, MediaIds: { ...MediaIds, maxItems: 21 } } },
      ['.MediaIds csv'],
    ],
    [
      'in the form of a list',
      { input: { ...input, MediaIds: json(list(string({})), { required: true }) } },
      ['.MediaIds csv', '.MediaIds json'],
    ],
    [
      'in encoded items',
      { input: { ...input, MediaIds: csv({ ...MediaIds, encoded: true }) } },
      ['.MediaIds encodedItems'],
    ],
    ['in a parameter too many', { input: { ...input, PageNo: integer({}) } }, ['.PageNo']],
    ['in a parameter too few', { input: { MediaIds, OutputType } }, ['.AuthTimeout']],
    ['in methods', { methods: ['POST'] }, [' methods']],
    [
      'in the type of a member',
      { output: answer({ Title: integer({}) }) },
      [' answer.AttachedMediaList[].Title'],
    ],
    [
      'in the name of a member',
      { output: answer({ Titel: string({}) }) },
      [' answer.AttachedMediaList[].Titel'],
    ],
  ])('%s', (_, changed, points) => {
    expect(pointsWith(changed)).toEqual(points)
  })
})
