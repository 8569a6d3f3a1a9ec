import fc from 'fast-check'
import { acceptedInput } from '../derive/arbitrary.ts'
import { inEdition } from '../edition.ts'
import { samples } from '../samples.ts'
import { CreateUploadAttachedMedia } from '../vod/attached-media.ts'
import { type Claim, create, requireThat, succeeded, type Upload, type World } from './claim.ts'

const operation = inEdition(CreateUploadAttachedMedia, '2021')
/** None that asks the emulator for a failure. */
const inputs = acceptedInput(operation, samples).filter(
  ({ UserData }) => !UserData?.includes('VodEmulator'),
)
const content = fc.uint8Array({ minLength: 0, maxLength: 2048 })

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

async function created<U extends Upload>(
  world: World<U>,
  parameters = { BusinessType: 'material' },
) {
  const body = await succeeded(world.call(create, parameters))
  return { body, upload: world.decode(body) }
}

export const acceptedRequestsUpload: Claim = {
  statement: 'every accepted request answers a credential that uploads, and a URL that reads back',
  evidence: 'documented',
  needs: ['bucket'],
  calls: 2,
  check: (world) =>
    fc.assert(
      fc.asyncProperty(inputs, content, async (input, bytes) => {
        const body = await succeeded(world.call(create, input))
        const upload = world.decode(body)
        const refused = await world.put(upload, bytes)
        requireThat(refused === undefined, `the upload was refused: ${refused}`)
        const read = await world.get(textOf(body.MediaURL))
        requireThat(equal(read, bytes), 'what was read differs from what was put')
        const info = await succeeded(
          world.call('GetAttachedMediaInfo', { MediaIds: textOf(body.MediaId) }),
        )
        const [media] = info.AttachedMediaList as readonly { readonly Status: string }[]
        requireThat(media?.Status === 'Normal', `the media is ${media?.Status}`)
      }),
      { numRuns: world.runs },
    ),
}

export const nothingIsSharedByTwoCalls: Claim = {
  statement: 'two calls never share a request id, a media, an object key or a credential',
  evidence: 'documented',
  needs: [],
  calls: 40,
  check: async (world) => {
    const calls = Array.from({ length: 40 }, () => created(world))
    const all = await Promise.all(calls)
    const identities = all.flatMap(({ body, upload: { address, auth } }) => [
      textOf(body.RequestId),
      textOf(body.MediaId),
      address.FileName,
      auth.AccessKeyId,
    ])
    requireThat(new Set(identities).size === identities.length, 'an identity came twice')
  },
}

export const credentialsAreForOneKey: Claim = {
  statement: 'a credential uploads its own object and no other',
  evidence: 'inferred',
  needs: ['bucket'],
  calls: 2,
  check: (world) =>
    fc.assert(
      fc.asyncProperty(fc.constantFrom('x', '/x', '.png', '%'), content, async (suffix, bytes) => {
        const [one, other] = [await created(world), await created(world)]
        const own = one.upload.address.FileName
        for (const key of [own + suffix, own.slice(0, -1), other.upload.address.FileName]) {
          const refused = await world.put(one.upload, bytes, key)
          requireThat(refused === 'AccessDenied', `${key}: ${refused ?? 'accepted'}`)
        }
        requireThat((await world.put(one.upload, bytes)) === undefined, 'its own key was refused')
      }),
      { numRuns: Math.ceil(world.runs / 4) },
    ),
}

/** Life of an upload credential, seconds. */
const life = 3000

export const credentialsExpire: Claim = {
  statement:
    'a credential works until it expires and not one second longer, and the next call gives another',
  evidence: 'documented',
  needs: ['clock', 'bucket'],
  calls: 2,
  check: async (world) => {
    const { target } = world
    requireThat(target.name === 'emulator', 'the clock of this target cannot be moved')
    const bytes = new Uint8Array([1, 2, 3])
    const before = await created(world)
    const end = Date.parse(before.upload.auth.ExpireUTCTime)
    const wait = (end - (await target.clock.now()).getTime()) / 1000
    requireThat(wait > life - 60 && wait <= life, `it lives ${wait} s more, not ${life}`)
    await target.clock.advance(wait - 1)
    requireThat((await world.put(before.upload, bytes)) === undefined, 'refused in its last second')
    await target.clock.advance(2)
    const late = await world.put(before.upload, bytes)
    requireThat(late === 'SecurityTokenExpired', `after its end: ${late ?? 'accepted'}`)
    const after = await created(world)
    requireThat(after.body.MediaId !== before.body.MediaId, 'the same media again')
    requireThat(
      after.upload.address.FileName !== before.upload.address.FileName,
      'the same key again',
    )
    requireThat(
      after.upload.auth.AccessKeyId !== before.upload.auth.AccessKeyId,
      'the same credential again',
    )
    requireThat((await world.put(after.upload, bytes)) === undefined, 'the new one is refused')
    const dead = await world.put(before.upload, bytes)
    requireThat(dead === 'SecurityTokenExpired', `the old one lives again: ${dead ?? 'accepted'}`)
  },
}
