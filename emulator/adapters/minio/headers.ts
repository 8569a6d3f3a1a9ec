/** How many bytes of user metadata, and of an object's headers in all, S3 servers keep. */
const maxMetadata = 2048
const maxHeaders = 7168

/** Headers of S3 are printable ASCII; every other byte is percent-encoded. */
const printable = (bytes: string): string =>
  bytes.replace(
    /[^\x20-\x7e]/g,
    (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

const nameInS3 = (name: string): string => name.replace(/^x-oss-meta-/, 'x-amz-meta-')

type Header = readonly [name: string, value: string]

/** As many headers as there is room for, in their order. */
function fitting(headers: readonly Header[], room: number): readonly Header[] {
  let left = room
  return headers.filter(([name, value]) => {
    const size = name.length + value.length
    if (size > left) return false
    left -= size
    return true
  })
}

/**
 * What an S3 client sees besides the bytes: the standard headers under their own names, `x-oss-meta-*` as
 * `x-amz-meta-*`. What exceeds the limits of S3 servers, and an `Expires` that is not a date, is omitted; OSS clients see
 * everything, from the records.
 */
export function s3Headers(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const shown = Object.entries(headers)
    .filter(([name, value]) => name !== 'expires' || !Number.isNaN(Date.parse(value)))
    .map(([name, value]): Header => [nameInS3(name), printable(value.trim())])
  const isMetadata = ([name]: Header) => name.startsWith('x-amz-meta-')
  const metadata = fitting(shown.filter(isMetadata), maxMetadata)
  const standard = shown.filter((header) => !isMetadata(header))
  return Object.fromEntries(fitting([...standard, ...metadata], maxHeaders))
}
