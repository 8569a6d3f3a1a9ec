import { describe, expect, test } from 'vitest'
import type { OssOperation } from '#contracts/operation.ts'
import { type Asked, OperationTable } from './operation-table.ts'

type Row = Pick<OssOperation, 'scope' | 'method'> & Partial<OssOperation>

const operation = (name: string, row: Row): OssOperation => ({
  name,
  summary: '',
  see: '',
  evidence: 'inferred',
  subresources: [],
  access: { action: `oss:${name}`, uploadCredential: false },
  ...row,
})

const put = { scope: 'object', method: 'PUT' } as const
const copySource = { headers: ['x-oss-copy-source'] }

const operations = [
  operation('ListBuckets', { scope: 'service', method: 'GET' }),
  operation('ListObjects', { scope: 'bucket', method: 'GET' }),
  operation('ListObjectsV2', { scope: 'bucket', method: 'GET', subresources: ['list-type=2'] }),
  operation('GetBucketInfo', { scope: 'bucket', method: 'GET', subresources: ['bucketInfo'] }),
  operation('GetObject', { scope: 'object', method: 'GET' }),
  operation('PutObject', put),
  operation('CopyObject', { ...put, ...copySource }),
  operation('UploadPart', { ...put, subresources: ['partNumber', 'uploadId'] }),
  operation('UploadPartCopy', { ...put, subresources: ['partNumber', 'uploadId'], ...copySource }),
  operation('AppendObject', {
    scope: 'object',
    method: 'POST',
    subresources: ['append', 'position'],
  }),
  operation('InitiateMultipartUpload', {
    scope: 'object',
    method: 'POST',
    subresources: ['uploads'],
  }),
]

function asked(
  [scope, method]: readonly [Asked['scope'], string],
  query: string,
  headers: readonly string[] = [],
): Asked {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }))
  return { scope, method, query: pairs, hasHeader: (name) => headers.includes(name) }
}

const table = new OperationTable(operations)

describe('a request selects', () => {
  const [object, bucket] = [['object', 'PUT'] as const, ['bucket', 'GET'] as const]
  const post = ['object', 'POST'] as const
  const parts = 'partNumber=1&uploadId=u'

  test.each([
    ['ListBuckets', asked(['service', 'GET'], 'prefix=a')],
    ['ListObjects', asked(bucket, 'prefix=a')],
    ['ListObjects', asked(bucket, 'list-type=1')],
    ['ListObjectsV2', asked(bucket, 'list-type=2&prefix=a&continuation-token=t')],
    ['GetBucketInfo', asked(bucket, 'bucketInfo')],
    ['PutObject', asked(object, '')],
    ['PutObject', asked(object, 'list-type=2')],
    ['CopyObject', asked(object, '', ['x-oss-copy-source', 'x-oss-meta-a'])],
    ['UploadPart', asked(object, parts)],
    ['UploadPartCopy', asked(object, parts, ['x-oss-copy-source'])],
    ['AppendObject', asked(post, 'append&position=0')],
    ['InitiateMultipartUpload', asked(post, 'uploads')],
  ])('%s', (name, request) => {
    expect(table.find(request)?.name).toBe(name)
  })

  test.each([
    ['a sub-resource that no operation has', asked(object, 'acl')],
    ['one of two sub-resources', asked(object, 'partNumber=1')],
    ['sub-resources of two operations', asked(bucket, 'bucketInfo&list-type=2')],
    ['a header of another operation', asked(['object', 'GET'], '', ['x-oss-copy-source'])],
    ['a header for what is not emulated', asked(object, '', ['x-oss-callback'])],
    ['a method that no operation has', asked(['bucket', 'DELETE'], '')],
  ])('nothing by %s', (_, request) => {
    expect(table.find(request)).toBeUndefined()
  })
})

describe('a table is refused when one request can select two operations:', () => {
  const list = { scope: 'bucket', method: 'GET' } as const

  test.each([
    ['by nothing but scope and method', {}, {}],
    ['by one sub-resource', { subresources: ['acl'] }, { subresources: ['acl'] }],
    [
      'by sub-resources in another order',
      { subresources: ['a', 'b'] },
      { subresources: ['b', 'a'] },
    ],
    ['by any value and by one', { subresources: ['list-type'] }, { subresources: ['list-type=2'] }],
    ['by one header', copySource, copySource],
  ])('%s', (_, one, other) => {
    const twins = [operation('One', { ...list, ...one }), operation('Other', { ...list, ...other })]

    expect(() => new OperationTable(twins)).toThrow('One request can select both One and Other.')
  })

  test('but not by different values, headers or scopes', () => {
    const rows = [
      { subresources: ['list-type=1'] },
      { subresources: ['list-type=2'] },
      { subresources: ['list-type=2'], ...copySource },
      { subresources: ['list-type=2'], scope: 'object' as const },
    ].map((row, i) => operation(`Row${i}`, { ...list, ...row }))

    expect(() => new OperationTable(rows)).not.toThrow()
  })
})
