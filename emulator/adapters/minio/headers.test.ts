import { expect, test } from 'vitest'
import { s3Headers } from './headers.ts'

test('standard headers keep their names, metadata gets the prefix of S3', () => {
  const headers = { 'content-type': 'image/png', 'x-oss-meta-a-b': 'x y' }

  expect(s3Headers(headers)).toEqual({ 'content-type': 'image/png', 'x-amz-meta-a-b': 'x y' })
})

test('bytes that are not printable are percent-encoded', () => {
  const name = Buffer.from('名.png').toString('latin1')

  expect(s3Headers({ 'content-disposition': `a; filename=${name}\t%` })).toEqual({
    'content-disposition': 'a; filename=%E5%90%8D.png%09%',
  })
})

test('metadata beyond the limit of S3 is omitted, and what still has room stays', () => {
  const value = 'x'.repeat(1000)
  const headers = {
    'x-oss-meta-a': value,
    'x-oss-meta-b': value,
    'x-oss-meta-c': value,
    'x-oss-meta-d': 'short',
  }

  expect(Object.keys(s3Headers(headers))).toEqual(['x-amz-meta-a', 'x-amz-meta-b', 'x-amz-meta-d'])
})

test('an Expires that is not a date is omitted: some servers refuse it', () => {
  const date = 'Thu, 01 Dec 1994 16:00:00 GMT'

  expect(s3Headers({ expires: 'soon' })).toEqual({})
  expect(s3Headers({ expires: date })).toEqual({ expires: date })
})

test('spaces around a value are omitted: they would be signed but not sent', () => {
  expect(s3Headers({ 'x-oss-meta-a': ' b ' })).toEqual({ 'x-amz-meta-a': 'b' })
})

test('a standard header larger than servers accept is omitted', () => {
  const headers = { 'content-type': 'image/png', 'content-disposition': 'x'.repeat(7168) }

  expect(s3Headers(headers)).toEqual({ 'content-type': 'image/png' })
})
