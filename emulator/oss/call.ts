import type { OssOperationName } from '#contracts/index.ts'
import type { OssOperation } from '#contracts/operation.ts'
import type { SearchTime } from '../diagnosis/search-time.ts'
import { sameSignature } from '../kernel/signing.ts'
import type { Clock } from '../ports/clock.ts'
import type { Credentials, Principal, Verification } from '../ports/credentials.ts'
import { type Address, candidateAddresses } from './addressing.ts'
import { operationAt } from './operation-lookup.ts'
import type { OssRequest } from './request.ts'
import { presentedBy } from './signing/parsed-signature.ts'
import type { PresentedSignature, SignedText } from './signing/signature.ts'

export interface CallPorts {
  readonly credentials: Credentials
  readonly clock: Clock
  readonly searchTime: SearchTime
  readonly ownsBucket: (bucket: string) => boolean
  /** Buckets in which a key without a scope may mean an object that nothing in the address names a bucket for. */
  readonly buckets: () => Iterable<string>
  readonly publicHost?: string | undefined
}

/** What a signature says was meant: an address, or what the likeliest one would have had to be signed as. */
export type Meaning = { readonly address: Address } | { readonly likeliest: SignedText }

function* addressesOf(
  { message }: OssRequest,
  { scope }: Principal,
  ports: CallPorts,
): Iterable<Address> {
  const readings = message.path.includes('+') ? [false, true] : [false]
  for (const plusIsSpace of readings) {
    const { addressed, implicit } = candidateAddresses(message, ports.publicHost, plusIsSpace)
    if (scope) yield implicit(scope.bucket)
    yield* addressed
    if (!scope) for (const bucket of ports.buckets()) yield implicit(bucket)
  }
}

/** One request and what can be found out about it; expensive facts are found once, when a check first asks for them. */
export class OssCall {
  readonly request: OssRequest
  readonly ports: CallPorts
  #presented: PresentedSignature | undefined
  #verification: Verification | undefined
  #meaning: Meaning | undefined

  constructor(request: OssRequest, ports: CallPorts) {
    this.request = request
    this.ports = ports
    this.#presented = presentedBy(request)
  }

  get isSigned(): boolean {
    return this.#presented !== undefined
  }

  /** @throws TypeError for a request that presents no signature */
  get presented(): PresentedSignature {
    if (!this.#presented) throw new TypeError('That a signature is there was not required yet.')
    return this.#presented
  }

  /** What the credentials say of key id and token. */
  get verification(): Verification {
    const { accessKeyId, securityToken } = this.presented
    const { credentials, clock } = this.ports
    this.#verification ??= credentials.verify(accessKeyId, securityToken, clock.now())
    return this.#verification
  }

  /** Whose the key is, and its secret. @throws TypeError before the key was required */
  get verified(): Exclude<Verification, { refused: unknown }> {
    if ('refused' in this.verification) throw new TypeError('The key was not required yet.')
    return this.verification
  }

  /** What the request may mean, likeliest first. */
  get addresses(): Iterable<Address> {
    return addressesOf(this.request, this.verified.principal, this.ports)
  }

  /** The first address that the signature covers is the one that was meant. */
  get meaning(): Meaning {
    this.#meaning ??= this.#findMeaning()
    return this.#meaning
  }

  /** @throws TypeError before the signature was required */
  get address(): Address {
    if ('address' in this.meaning) return this.meaning.address
    throw new TypeError('The signature was not required yet.')
  }

  get operation(): (OssOperation & { readonly name: OssOperationName }) | undefined {
    return operationAt(this.request, this.address)
  }

  /** What a signature was found to cover, whether or not it was required further. */
  get known(): Address & {
    readonly operation?: string | undefined
    readonly page?: string | undefined
  } {
    if (!this.#meaning || !('address' in this.#meaning)) return {}
    const { name, see } = this.operation ?? {}
    return { ...this.address, operation: name, page: see }
  }

  #findMeaning(): Meaning {
    const { stringsToSign, sign, signature } = this.presented
    const { secret } = this.verified
    let likeliest: SignedText | undefined
    for (const address of this.addresses) {
      for (const text of stringsToSign(address)) {
        likeliest ??= text
        if (sameSignature(sign(text.stringToSign, secret), signature)) return { address }
      }
    }
    return { likeliest: likeliest ?? { stringToSign: '' } }
  }
}
