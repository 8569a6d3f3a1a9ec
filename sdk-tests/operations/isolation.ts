import { fieldsByPath } from '#contracts/derive/validate.ts'
import { inEdition } from '#contracts/edition.ts'
import { rpcOperations } from '#contracts/index.ts'
import type { RpcOperation } from '#contracts/operation.ts'

export const example = (name: keyof typeof rpcOperations): Readonly<Record<string, string>> =>
  rpcOperations[name].examples[0].input

/** The operations that make media, by kind. */
export const making = {
  'attached-media': 'CreateUploadAttachedMedia',
  video: 'CreateUploadVideo',
  image: 'CreateUploadImage',
} as const

type MadeKind = keyof typeof making

/** Parameters that make a media of a kind. */
export const madeWith = (kind: MadeKind) => {
  const { StorageLocation, AppId, CateIds, ...input } = example(making[kind])
  return input
}

export const madeId = (kind: MadeKind, answer: Readonly<Record<string, unknown>>): string =>
  String(answer[rpcOperations[making[kind]].media.made])

/** Where a request names a video by its ReferenceId, beside where it does so by its id. */
export const referencePath = ({ media: { asked = '' } }: RpcOperation): string =>
  asked.replace('VideoId', 'ReferenceId')

export const operations: readonly RpcOperation[] = Object.values(rpcOperations)
export const onMedia = operations.filter(({ media }) => media.asked !== undefined)
export const onReference = onMedia.filter(
  (operation) =>
    operation.media.kind === 'video' &&
    referencePath(operation) !== operation.media.asked &&
    fieldsByPath(inEdition(operation, '2021')).has(referencePath(operation)),
)
export const searching = operations.filter(({ media }) => media.found !== undefined && !media.asked)
export const onApplications = operations.filter(({ input }) => 'AppIds' in input)
export const onWatermark = operations.filter(({ input }) => 'WatermarkId' in input)
export const ofFile = operations.filter(({ input }) => 'FileUrl' in input)
export const onJobs = operations.filter(({ input }) => 'JobIds' in input)
export const onCallback = operations.filter(({ name }) => name.endsWith('MessageCallback'))
export const listingWatermarks = operations.filter(
  ({ output }) => 'WatermarkInfos' in output.members,
)
/** Those that make something in a storage location. */
export const inStorage = operations.filter(
  ({ input, media }) => 'StorageLocation' in input && media.made !== undefined,
)

/** What asks an operation about a media, and changes it if it can. */
export function askingFor(
  { media, examples: [example] }: RpcOperation,
  id: string,
  asked = media.asked,
) {
  const [parameter = '', member] = asked?.split('[].') ?? []
  const { VideoId: _, VideoIds: __, ...input } = example?.input ?? {}
  const changed = member && JSON.stringify([{ [member]: id, Title: 'of a stranger' }])
  return { ...input, [parameter]: changed ?? id }
}

/** An answer about a media without what differs from call to call. */
export const comparable = (answer: unknown, mediaId: string): string =>
  JSON.stringify(answer)
    .replaceAll(mediaId, 'the media')
    .replaceAll(/[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}/g, 'a request')

export const unknownId = 'f'.repeat(32)

/** What a search finds: media of all kinds, if it does not say of which. */
export const kindsOf = ({ media: { kind } }: RpcOperation): readonly MadeKind[] =>
  kind ? [kind] : (Object.keys(making) as MadeKind[])

/** The parameters of a search's examples, without what leaves media out. */
export const searchesOf = ({ examples }: RpcOperation) =>
  examples.map(({ input: { Match: _, ...everything } }) => everything)
