import { ossOperation } from '../operation.ts'

const page = (name: string) =>
  `https://www.alibabacloud.com/help/en/oss/developer-reference/${name}`

export const PutObject = ossOperation({
  name: 'PutObject',
  summary: 'Stores an object; the request body is its content.',
  see: page('putobject'),
  evidence: 'documented',
  scope: 'object',
  method: 'PUT',
  subresources: [],
  access: { action: 'oss:PutObject', uploadCredential: true },
})

export const GetObject = ossOperation({
  name: 'GetObject',
  summary: 'Returns an object, whole or one range of it.',
  see: page('getobject'),
  evidence: 'documented',
  scope: 'object',
  method: 'GET',
  subresources: [],
  access: { action: 'oss:GetObject', uploadCredential: false },
})

export const HeadObject = ossOperation({
  name: 'HeadObject',
  summary: 'Returns the headers of an object.',
  see: page('headobject'),
  evidence: 'documented',
  scope: 'object',
  method: 'HEAD',
  subresources: [],
  access: { action: 'oss:GetObject', uploadCredential: true },
})

export const GetObjectMeta = ossOperation({
  name: 'GetObjectMeta',
  summary: 'Returns size, ETag and time of an object.',
  see: page('getobjectmeta'),
  evidence: 'documented',
  scope: 'object',
  method: 'HEAD',
  subresources: ['objectMeta'],
  access: { action: 'oss:GetObject', uploadCredential: true },
})

export const DeleteObject = ossOperation({
  name: 'DeleteObject',
  summary: 'Removes an object; succeeds also when there is none.',
  see: page('deleteobject'),
  evidence: 'documented',
  scope: 'object',
  method: 'DELETE',
  subresources: [],
  access: { action: 'oss:DeleteObject', uploadCredential: false },
})
