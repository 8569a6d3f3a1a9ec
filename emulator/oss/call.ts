import type { OssOperationName } from '#contracts/index.ts'
import type { OssOperation } from '#contracts/operation.ts'
import type { ToleranceName } from '#contracts/tolerances.ts'
import type { SearchContext } from '../diagnosis/mismatch.ts'
import type { SearchTime } from '../diagnosis/search-time.ts'
import { sameSignature } from '../kernel/signing.ts'
import type { SignedText } from '../kernel/signing-input.ts'
import type { Clock } from '../ports/clock.ts'
import type { Credentials, Principal, Verification } from '../ports/credentials.ts'
import type { BucketRecord } from '../ports/records/accounts.ts'
import { type Address, candidateAddresses } from './addressing.ts'
import { operationAt } from './operation-lookup.ts'
import type { OssRequest } from './request.ts'
import { parseSignature } from './signing/parse.ts'
import type { ParsedSignature } from './signing/parsed-signature.ts'
import { readingsOf } from './signing/readings.ts'

export interface CallPorts {
  readonly credentials: Credentials
  readonly clock: Clock
  readonly searchTime: SearchTime
  /** A bucket of any account. */
  readonly bucketNamed: (name: string) => Promise<BucketRecord | undefined>
  /** Buckets to try for an object whose address names no bucket, when the key has no scope. */
  readonly bucketsOf: (accountId: string) => Promise<readonly string[]>
  readonly publicHost?: string | undefined
  /** Where a bucket would be that does not exist. */
  readonly region: string
  readonly lenient: readonly ToleranceName[]
}

/** What a signature covers: an address, or what should have been signed for the likeliest one. */
export type Meaning = { readonly address: Address } | { readonly likeliest: SignedText }

function* addressesOf(
  { message }: OssRequest,
  { scope }: Principal,
  buckets: readonly string[],
  publicHost: string | undefined,
): Iterable<Address> {
  const readings = message.path.includes('+') ? [false, true] : [false]
  for (const plusIsSpace of readings) {
    const { addressed, implicit } = candidateAddresses(message, publicHost, plusIsSpace)
    if (scope) yield implicit(scope.bucket)
    yield* addressed
    if (!scope) for (const bucket of buckets) yield implicit(bucket)
  }
}

/** One request and the facts about it; expensive ones are computed once, when a check first asks for them. */
export class OssCall {
  readonly request: OssRequest
  readonly ports: CallPorts
  readonly #parsed: ParsedSignature | undefined
  #verification: Verification | undefined
  #buckets: readonly string[] = []
  #region: string | undefined
  #meaning: Meaning | undefined

  constructor(request: OssRequest, ports: CallPorts) {
    this.request = request
    this.ports = ports
    this.#parsed = parseSignature(request)
  }

  /** Looks up the key, before anything is checked. */
  async lookUpKey(): Promise<void> {
    if (!this.#parsed) return
    const { accessKeyId, securityToken } = this.#parsed
    const { credentials, clock, bucketsOf } = this.ports
    const found = await credentials.verify(accessKeyId, securityToken, clock.now())
    this.#verification = found
    if ('refused' in found) return
    if (!found.principal.scope) this.#buckets = await bucketsOf(found.principal.accountId)
    if (this.#parsed.version === 'V4') await this.#findRegion(this.#parsed.scope[1])
  }

  /** Of buckets that the request does not name, those of its region are meant. */
  async #findRegion(signed: string | undefined): Promise<void> {
    const { bucketNamed } = this.ports
    const all = await Promise.all(this.#buckets.map(bucketNamed))
    const meant = all.flatMap((one) => (one && one.region === signed ? [one.bucket] : []))
    if (meant.length > 0) this.#buckets = meant
    for (const { bucket } of this.addresses) {
      const found = bucket === undefined ? undefined : await bucketNamed(bucket)
      if (!found) continue
      this.#region = found.region
      return
    }
  }

  /** Where the bucket is that the request addresses. */
  get region(): string {
    return this.#region ?? this.ports.region
  }

  get isSigned(): boolean {
    return this.#parsed !== undefined
  }

  /** @throws TypeError for a request that carries no signature */
  get parsed(): ParsedSignature {
    if (!this.#parsed) throw new TypeError('That a signature is there was not checked yet.')
    return this.#parsed
  }

  /** The region of a V4 signature that is not the bucket's, where that is tolerated (`any-signing-region`). */
  get toleratedRegion(): string | undefined {
    if (this.#parsed?.version !== 'V4') return undefined
    const [, region] = this.#parsed.scope
    const isTolerated = this.ports.lenient.includes('any-signing-region')
    return isTolerated && region !== this.region ? region : undefined
  }

  /** What the credentials say of key id and token. @throws TypeError before they were looked up */
  get verification(): Verification {
    if (!this.#verification) throw new TypeError('The key was not looked up yet.')
    return this.#verification
  }

  /** Whose the key is, and its secret. @throws TypeError before the key was checked */
  get verified(): Exclude<Verification, { refused: unknown }> {
    if ('refused' in this.verification) throw new TypeError('The key was not checked yet.')
    return this.verification
  }

  /** What the request may address, likeliest first. */
  get addresses(): Iterable<Address> {
    const { publicHost } = this.ports
    return addressesOf(this.request, this.verified.principal, this.#buckets, publicHost)
  }

  /** The first address that the signature covers is the intended one. */
  get meaning(): Meaning {
    this.#meaning ??= this.#findMeaning()
    return this.#meaning
  }

  /** @throws TypeError before the signature was checked */
  get address(): Address {
    if ('address' in this.meaning) return this.meaning.address
    throw new TypeError('The signature was not checked yet.')
  }

  /** What a search for mistakes in the signature may use. @throws TypeError before the key was checked */
  async searchContext(): Promise<SearchContext> {
    const { credentials, searchTime } = this.ports
    return { searchTime, keys: await credentials.keysOf(this.verified.principal.accountId) }
  }

  get operation(): (OssOperation & { readonly name: OssOperationName }) | undefined {
    return operationAt(this.request, this.address)
  }

  /** What a signature was found to cover, whether or not it passed the other checks. */
  get known(): Address & {
    readonly operation?: string | undefined
    readonly page?: string | undefined
  } {
    if (!this.#meaning || !('address' in this.#meaning)) return {}
    const { name, see } = this.operation ?? {}
    return { ...this.address, operation: name, page: see }
  }

  #findMeaning(): Meaning {
    const { request, parsed, addresses } = this
    let likeliest: SignedText | undefined
    for (const reading of readingsOf(request, parsed, this.verified.secret, addresses)) {
      if (sameSignature(reading.sign(), parsed.signature)) return { address: reading.address }
      likeliest ??= reading.text()
    }
    return { likeliest: likeliest ?? { stringToSign: '' } }
  }
}
