import { createHash } from 'node:crypto'

/** What the store keeps for itself in a bucket lies below this; no object of a client does. */
const ownFolder = '.vod-emulator/'

/** Longest segment of a key, bytes of UTF-8: disks hold names of 255, of which SeaweedFS needs nine for `.versions`. */
const maxSegment = 246

/** Longest escaped text that stays readable, characters; with its folder and slashes it fits into S3's 1,024. */
const maxEscape = 900

// MinIO refuses empty segments and those of dots, even between blanks, keeps each object in a folder with a file `xl.meta`,
// and takes `__XLDIR__` for a slash at the end; SeaweedFS keeps versions in folders of these names, and takes a backslash
// for a slash; listings are XML, which has no control characters.
const reserved =
  /^$|^ *\.\.? *$|^xl\.meta$|(?:__XLDIR__|\.versions|\.uploads)$|[\p{Cc}\\\ufffe\uffff]/u

const isHeld = (key: string): boolean =>
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
 * The key under which an S3 server keeps an object: its own, wherever every server holds it. Another is kept as
 * `.vod-emulator/keys/` and its percent-encoding (all bytes but letters, digits and `-`), with a slash after every
 * 240 characters; one whose encoding is longer than 900 characters as its SHA-256 in hex.
 */
export function bucketKey(key: string): string {
  if (isHeld(key)) return key
  const encoded = percentEncoded(key)
  const name =
    encoded.length > maxEscape
      ? createHash('sha256').update(key).digest('hex')
      : encoded.replace(/.{240}(?=.)/g, '$&/')
  return `${ownFolder}keys/${name}`
}

/** Where a part of an upload waits for its completion. */
export const partKey = (upload: string, part: string): string =>
  `${ownFolder}parts/${upload}/${part}`

/** What is put and removed to see whether a bucket can be written. */
export const probeKey = `${ownFolder}probe`
