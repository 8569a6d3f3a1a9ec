/** Query parameters that are part of what OSS V1 signs; the union over the vendor's SDKs. */
const signed: ReadonlySet<string> = new Set(
  `acl uploads location cors logging website referer lifecycle delete append tagging objectMeta uploadId partNumber
  security-token x-oss-security-token position img style styleName replication replicationProgress replicationLocation
  cname bucketInfo comp qos live status vod startTime endTime symlink x-oss-process response-content-type
  response-content-language response-expires response-cache-control response-content-disposition
  response-content-encoding x-oss-traffic-limit udf udfName udfImage udfId udfImageDesc udfApplication
  udfApplicationLog restore callback callback-var qosInfo policy stat encryption versions versioning versionId
  requestPayment x-oss-request-payer sequential inventory inventoryId continuation-token asyncFetch worm wormId
  wormExtend withHashContext x-oss-enable-md5 x-oss-enable-sha1 x-oss-enable-sha256 x-oss-hash-ctx x-oss-md5-ctx
  transferAcceleration regionList cloudboxes x-oss-ac-source-ip x-oss-ac-subnet-mask x-oss-ac-vpc-id
  x-oss-ac-forward-allow metaQuery resourceGroup rtc x-oss-async-process responseHeader group link objectInfo
  accessPoint accessPointPolicy publicAccessBlock httpsConfig redundancyTransition bucketArchiveDirectRead
  requesterQosInfo x-oss-rename`.split(/\s+/),
)

/** Signed parameters that modify an operation; every other signed one selects which operation is meant. */
const modifying: ReadonlySet<string> = new Set(
  `security-token x-oss-security-token response-content-type response-content-language response-expires
  response-cache-control response-content-disposition response-content-encoding x-oss-traffic-limit
  x-oss-request-payer x-oss-ac-source-ip x-oss-ac-subnet-mask x-oss-ac-vpc-id x-oss-ac-forward-allow
  continuation-token sequential`.split(/\s+/),
)

export const isSigned = (name: string): boolean => signed.has(name) || name.startsWith('x-oss-')

/** Whether a query parameter selects the operation. */
export const isSelecting = (name: string): boolean => signed.has(name) && !modifying.has(name)
