import type { SearchContext } from '../diagnosis/mismatch.ts'
import type { SearchTime } from '../diagnosis/search-time.ts'
import type { Urls } from '../kernel/urls.ts'
import type { Clock } from '../ports/clock.ts'
import type { Credentials, Principal, Verification } from '../ports/credentials.ts'
import { type Format, formatOf } from './format.ts'
import type { Nonces } from './nonces.ts'
import { actionOf, type Emulated, type Product, productOf, versionOf } from './operations.ts'
import type { RpcRequest } from './request.ts'
import { type ParsedSignature, parseSignature } from './signing/parsed-signature.ts'
import { bodyHashV3, isAlgorithmV3 } from './signing/v3/signature.ts'

export interface CallPorts {
  readonly credentials: Credentials
  readonly clock: Clock
  readonly nonces: Nonces
  readonly searchTime: SearchTime
  readonly products: readonly Product[]
  readonly maxRpcBodyBytes: number
}

/** One call and the facts about it; expensive ones are computed once, when a check first asks for them. */
export class RpcCall {
  readonly request: RpcRequest
  readonly ports: CallPorts
  readonly parsed: ParsedSignature
  /** What the credentials say of key id and token. */
  readonly verification: Verification
  readonly version: string | undefined
  readonly product: Product | undefined
  readonly action: string | undefined
  readonly operation: Emulated | undefined
  /** The operation, where it needs no signature (`upload-progress`). */
  readonly unsigned: Emulated | undefined
  readonly format: Format | undefined
  /** Addresses as the client can reach them, and the region that it asked. */
  readonly urls: Urls
  #bodyHash: string | undefined

  private constructor(
    request: RpcRequest,
    parsed: ParsedSignature,
    verification: Verification,
    ports: CallPorts,
    urls: Urls,
  ) {
    this.request = request
    this.urls = urls
    this.ports = ports
    this.parsed = parsed
    this.verification = verification
    this.version = versionOf(request)
    this.product = productOf(request, ports.products)
    this.action = actionOf(request)
    this.unsigned = this.product?.unsigned.get(this.action ?? '')
    this.operation = this.unsigned ?? this.product?.operations.get(this.action ?? '')
    this.format = formatOf(request)
  }

  /** @param request as far as its signature covers it */
  static async of(request: RpcRequest, ports: CallPorts, urls: Urls): Promise<RpcCall> {
    const parsed = parseSignature(request)
    const { accessKeyId, securityToken } = parsed
    const verification = await ports.credentials.verify(
      accessKeyId,
      securityToken,
      ports.clock.now(),
    )
    return new RpcCall(request, parsed, verification, ports, urls)
  }

  /** The secret that must have signed, and its owner. @throws TypeError before the key was checked */
  get #verified() {
    if ('refused' in this.verification) throw new TypeError('The key was not checked yet.')
    return this.verification
  }

  /** V3: the hash of the body. @throws TypeError before the algorithm was checked */
  get bodyHash(): string {
    const algorithm = this.parsed.authorization?.algorithm ?? ''
    if (!isAlgorithmV3(algorithm)) throw new TypeError('The algorithm was not checked yet.')
    this.#bodyHash ??= bodyHashV3(algorithm, this.request.body)
    return this.#bodyHash
  }

  get secret(): string {
    return this.#verified.secret
  }

  get principal(): Principal {
    return this.#verified.principal
  }

  /** What a search for mistakes in the signature may use. @throws TypeError before the key was checked */
  async searchContext(): Promise<SearchContext> {
    const { credentials, searchTime } = this.ports
    return { searchTime, keys: await credentials.keysOf(this.principal.accountId) }
  }
}
