import type { Evidence } from '../schema.ts'
import type { PolicyDocument } from './policy.ts'

interface SystemPolicy {
  readonly evidence: Evidence
  readonly document: PolicyDocument
}

const allowing = (...actions: readonly string[]): SystemPolicy => ({
  evidence: 'documented',
  document: { Version: '1', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] },
})

/** Policies that the service offers, by their names. */
export const systemPolicies = {
  AdministratorAccess: allowing('*'),
  AliyunVODFullAccess: allowing('vod:*'),
  AliyunVODReadOnlyAccess: allowing('vod:Get*', 'vod:Describe*', 'vod:Search*', 'vod:List*'),
  // Not CreateUploadAttachedMedia, which the manual's list of it lacks.
  AliyunVODUploadAuth: allowing(
    'vod:CreateUploadVideo',
    'vod:RefreshUploadVideo',
    'vod:CreateUploadImage',
  ),
  AliyunVODPlayAuth: allowing(
    'vod:GetPlayInfo',
    'vod:GetVideoPlayAuth',
    'vod:GetVideoPlayInfo',
    'vod:GetVideoInfo',
  ),
  AliyunOSSFullAccess: allowing('oss:*'),
  AliyunOSSReadOnlyAccess: allowing('oss:Get*', 'oss:List*'),
} as const satisfies Readonly<Record<string, SystemPolicy>>

export type SystemPolicyName = keyof typeof systemPolicies
