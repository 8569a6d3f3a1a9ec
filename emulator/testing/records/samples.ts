import fc from 'fast-check'
import type { AttachedMediaRecord } from '../../ports/records/media.ts'
import type { ObjectRecord } from '../../ports/records/objects.ts'

/** Whose media the samples are, and where. */
export const owner = { accountId: '1', region: 'cn-shanghai' } as const

/** Where the samples are found. */
export const inList = { ...owner, lists: 'attached' } as const

export const media: AttachedMediaRecord = {
  mediaId: 'm1',
  ...owner,
  kind: 'attached-media',
  lists: ['attached'],
  businessType: 'watermark',
  status: 'Normal',
  bucket: 'outin',
  key: 'watermark/水印 😀.png',
  fileName: '水印 😀.png',
  title: 'a "title"\n\\ \0 ü',
  tags: ['x', '', '😀'],
  cateIds: [1, -1, 2 ** 40],
  appId: 'app-1000000',
  storageLocation: '',
  fileUrl: '',
  size: 48.8e12,
  credentialExpiresAtMs: 1.7e12,
  createdAtMs: 0,
  modifiedAtMs: 1,
  history: [{ atMs: 0, event: 'created' }],
}

export const unwritable: AttachedMediaRecord & { readonly toJSON: () => never } = {
  ...media,
  toJSON() {
    throw new Error('not to be written')
  },
}

export const object: ObjectRecord = {
  bucket: 'outin',
  key: 'a',
  revision: 'r1',
  size: 0,
  etag: 'D41D8CD98F00B204E9800998ECF8427E',
  crc64: '18446744073709551615',
  type: 'Normal',
  modifiedAtMs: 0,
  headers: { 'content-type': 'image/png', 'x-oss-meta-__proto__': '1', ['__proto__']: 'own' },
}

/** Few letters, so that keys meet; the last three stand in another order by UTF-16 than by UTF-8. */
const letters = ['/', 'a', 'b', '%', '\0', 'é', '\ud7ff', '\uffff', '\u{10ffff}']

export const key = fc.string({ unit: fc.constantFrom(...letters), maxLength: 4 })

/** Numbers whose bytes are in the way of their order, and that meet. */
export const number = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 255, 256, 1.5, -1.5, 2 ** 40, -(2 ** 40), Number.MAX_VALUE),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)

/** JSON has no −0. */
const stored = number.map((value) => value + 0)

/** Media whose fields meet. */
export const someMedia: fc.Arbitrary<AttachedMediaRecord> = fc
  .record({
    accountId: fc.constantFrom(owner.accountId, owner.accountId, '2'),
    status: fc.constantFrom('Uploading', 'Normal'),
    title: key,
    lists: fc.constantFrom<AttachedMediaRecord['lists']>(['attached'], ['attached', 'image'], []),
    storageLocation: fc.constantFrom('', 'a'),
    cateIds: fc.array(fc.constantFrom(-1, 0, 1, 2), { maxLength: 3 }),
    createdAtMs: stored,
    modifiedAtMs: stored,
  })
  .map((some) => ({ ...media, ...some }))
