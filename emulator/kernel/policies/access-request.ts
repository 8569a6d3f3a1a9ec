/** What policies decide about. */
export interface AccessRequest {
  /** `vod:GetPlayInfo` */
  readonly action: string
  /** `acs:oss:cn-shanghai:1234567890123456:bucket/key` */
  readonly resource: string
  /** Where the request came from, without a port. */
  readonly sourceIp: string
  /** Whether it came by TLS. */
  readonly isSecure: boolean
  readonly nowMs: number
}
