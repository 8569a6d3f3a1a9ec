import type { Claim } from './claim.ts'
import { orderOfParametersIsFree, refusals } from './refusals.ts'
import {
  acceptedRequestsUpload,
  credentialsAreForOneKey,
  credentialsExpire,
  nothingIsSharedByTwoCalls,
} from './uploads.ts'

/** Everything that is claimed of any target. */
export const claims: readonly Claim[] = [
  acceptedRequestsUpload,
  nothingIsSharedByTwoCalls,
  credentialsAreForOneKey,
  credentialsExpire,
  orderOfParametersIsFree,
  ...refusals,
]
