import { ossOperation } from '../operation.ts'

const page = (name: string) =>
  `https://www.alibabacloud.com/help/en/oss/developer-reference/${name}`

export const InitiateMultipartUpload = ossOperation({
  name: 'InitiateMultipartUpload',
  summary: 'Starts a multipart upload and returns its id.',
  see: page('initiatemultipartupload'),
  evidence: 'documented',
  scope: 'object',
  method: 'POST',
  subresources: ['uploads'],
  access: { action: 'oss:PutObject', uploadCredential: true },
})

export const UploadPart = ossOperation({
  name: 'UploadPart',
  summary: 'Stores one part; a part of the same number is replaced.',
  see: page('uploadpart'),
  evidence: 'documented',
  scope: 'object',
  method: 'PUT',
  subresources: ['partNumber', 'uploadId'],
  access: { action: 'oss:PutObject', uploadCredential: true },
})

export const ListParts = ossOperation({
  name: 'ListParts',
  summary: 'Lists the parts of an upload.',
  see: page('listparts'),
  evidence: 'documented',
  scope: 'object',
  method: 'GET',
  subresources: ['uploadId'],
  access: { action: 'oss:ListParts', uploadCredential: true },
})

export const CompleteMultipartUpload = ossOperation({
  name: 'CompleteMultipartUpload',
  summary: 'Makes an object of the listed parts.',
  see: page('completemultipartupload'),
  evidence: 'documented',
  scope: 'object',
  method: 'POST',
  subresources: ['uploadId'],
  access: { action: 'oss:PutObject', uploadCredential: true },
})

export const AbortMultipartUpload = ossOperation({
  name: 'AbortMultipartUpload',
  summary: 'Gives an upload up and removes its parts.',
  see: page('abortmultipartupload'),
  evidence: 'documented',
  scope: 'object',
  method: 'DELETE',
  subresources: ['uploadId'],
  access: { action: 'oss:AbortMultipartUpload', uploadCredential: true },
})
