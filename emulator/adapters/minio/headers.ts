/** Most octets of user metadata, names and values, that S3 keeps. */
const mostMetadata = 2048

const metadataPrefix = 'x-oss-meta-'

/** Headers of S3 are printable ASCII; the octets of everything else are percent-encoded. */
const printable = (octets: string): string =>
  octets.replace(
    /[^\x20-\x7e]/g,
    (octet) => `%${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

/**
 * What an S3 client is to see beside the bytes: the standard headers under their own names, `x-oss-meta-*` as
 * `x-amz-meta-*`. User metadata that is more than S3 keeps is left out, the last first; OSS clients see all of it, from
 * the records.
 */
export function s3Headers(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const shown: Record<string, string> = {}
  let room = mostMetadata
  for (const [name, octets] of Object.entries(headers)) {
    const value = printable(octets)
    const isMetadata = name.startsWith(metadataPrefix)
    const key = name.slice(metadataPrefix.length)
    if (isMetadata) room -= key.length + value.length
    if (!isMetadata) shown[name] = value
    else if (room >= 0) shown[`x-amz-meta-${key}`] = value
  }
  return shown
}
