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
  errors: ['NoSuchBucket', 'InvalidObjectName', 'FileAlreadyExists', 'InvalidArgument'],
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
  errors: [
    'NoSuchBucket',
    'NoSuchUpload',
    'InvalidArgument',
    'InvalidDigest',
    'MissingContentLength',
    'EntityTooLarge',
  ],
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
  errors: ['NoSuchBucket', 'NoSuchUpload', 'InvalidArgument'],
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
  errors: [
    'NoSuchBucket',
    'NoSuchUpload',
    'MalformedXML',
    'InvalidPartOrder',
    'InvalidPart',
    'EntityTooSmall',
    'FileAlreadyExists',
    'InvalidArgument',
  ],
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
  errors: ['NoSuchBucket', 'NoSuchUpload'],
})
