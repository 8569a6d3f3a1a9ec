import { createHash } from 'node:crypto'

/** Where the store keeps what is its own in a bucket; no client's object has a key below it. */
const ownFolder = '.vod-emulator/'

/** Length of a segment of a key, bytes of UTF-8: file names have 255, and SeaweedFS needs nine of them for `.versions`. */
const maxSegment = 246

/** Length of an encoded key that stays readable, characters; with its folder and slashes it fits into S3's 1,024. */
const maxEncoded = 900

// MinIO refuses segments that are empty or dots, also between spaces, keeps each object in a folder with a file `xl.meta`,
// and reads `__XLDIR__` at the end as a slash; SeaweedFS keeps versions in folders of these names and reads a backslash as
// a slash; listings are XML, which has no control characters.
const reserved =
  /^$|^ *\.\.? *$|^xl\.meta$|(?:__XLDIR__|\.versions|\.uploads)$|[\p{Cc}\\\ufffe\uffff]/u

const isPortable = (key: string): boolean =>
  !key.startsWith(ownFolder) &&
  key
    .split('/')
    .every((segment) => !reserved.test(segment) && Buffer.byteLength(segment) <= maxSegment)

const percentEncoded = (key: string): string =>
  Buffer.from(key)
    .toString('latin1')
    .replace(
      /[^A-Za-z0-9-]/g,
      (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )

/**
 * The key under which an S3 server keeps an object: its own, if every server can hold it. Any other becomes
 * `.vod-emulator/keys/` and its percent-encoding (all bytes except letters, digits and `-`), with a slash after every
 * 240 characters; if the encoding is longer than 900 characters, its SHA-256 in hex.
 */
export function bucketKey(key: string): string {
  if (isPortable(key)) return key
  const encoded = percentEncoded(key)
  const name =
    encoded.length > maxEncoded
      ? createHash('sha256').update(key).digest('hex')
      : encoded.replace(/.{240}(?=.)/g, '$&/')
  return `${ownFolder}keys/${name}`
}

/** Where a part of an upload waits for its completion. */
export const partKey = (upload: string, part: string): string =>
  `${ownFolder}parts/${upload}/${part}`

/** What is put and removed to find out whether a bucket accepts writes. */
export const probeKey = `${ownFolder}probe`
