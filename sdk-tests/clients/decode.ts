import assert from 'node:assert/strict'

/** Where to upload. */
export interface UploadAddress {
  readonly Endpoint: string
  readonly Bucket: string
  readonly FileName: string
}

/** With what to upload. */
export interface UploadAuth {
  readonly SecurityToken: string
  readonly AccessKeyId: string
  readonly ExpireUTCTime: string
  readonly AccessKeySecret: string
  readonly Expiration: string
  readonly Region: string
}

export interface Upload {
  readonly address: UploadAddress
  readonly auth: UploadAuth
}

/** Members in their order, and what each must look like. */
type Form<Document> = { readonly [Name in keyof Document]: RegExp }

const addressForm: Form<UploadAddress> = {
  // No bucket in it and no path after it: SDKs put both there.
  Endpoint: /^https?:\/\/[^/?#@]+$/,
  Bucket: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  FileName: /^[a-z]+\/.+\.[a-z0-9]+$/,
}

const authForm: Form<UploadAuth> = {
  SecurityToken: /^CAIS[A-Za-z0-9+/]+=*$/,
  AccessKeyId: /^STS\.[A-Za-z0-9]{25}$/,
  ExpireUTCTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  AccessKeySecret: /^[A-Za-z0-9]{44}$/,
  Expiration: /^[1-9]\d*$/,
  Region: /^[a-z]{2}-[a-z0-9-]+$/,
}

function decode<Document>(encoded: unknown, form: Form<Document>): Document {
  assert(typeof encoded === 'string', 'a text is expected')
  const bytes = Buffer.from(encoded, 'base64')
  assert.equal(bytes.toString('base64'), encoded, 'padded Base64 of the standard alphabet')
  const text = bytes.toString('utf8')
  const document: Record<string, unknown> = JSON.parse(text)
  assert.equal(JSON.stringify(document), text, 'compact JSON')
  assert.deepEqual(Object.keys(document), Object.keys(form), 'exactly these members, in this order')
  for (const [name, pattern] of Object.entries<RegExp>(form)) {
    const value = document[name]
    assert(typeof value === 'string', `${name} is a text`)
    assert.match(value, pattern, name)
  }
  return document as Document
}

/**
 * What an answer of an operation that starts an upload says of where and with what.
 *
 * @throws AssertionError for anything but the exact form
 */
export const decodeUpload = (body: Readonly<Record<string, unknown>>): Upload => ({
  address: decode(body.UploadAddress, addressForm),
  auth: decode(body.UploadAuth, authForm),
})
