import type { SearchTime } from '../diagnosis/search-time.ts'
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
  readonly accountId: string
  readonly maxRpcBodyBytes: number
}

/** One call and what can be found out about it; expensive facts are found once, when a check first asks for them. */
export class RpcCall {
  readonly request: RpcRequest
  readonly ports: CallPorts
  readonly parsed: ParsedSignature
  readonly version: string | undefined
  readonly product: Product | undefined
  readonly action: string | undefined
  readonly operation: Emulated | undefined
  readonly format: Format | undefined
  #verification: Verification | undefined
  #bodyHash: string | undefined

  /** @param request as far as its signature covers it */
  constructor(request: RpcRequest, ports: CallPorts) {
    this.request = request
    this.ports = ports
    this.parsed = parseSignature(request)
    this.version = versionOf(request)
    this.product = productOf(request, ports.products)
    this.action = actionOf(request)
    this.operation = this.product?.operations.get(this.action ?? '')
    this.format = formatOf(request)
  }

  /** What the credentials say of key id and token. */
  get verification(): Verification {
    const { accessKeyId, securityToken } = this.parsed
    const { credentials, clock } = this.ports
    this.#verification ??= credentials.verify(accessKeyId, securityToken, clock.now())
    return this.#verification
  }

  /** The secret that must have signed, and whose it is. @throws TypeError before the key was checked */
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
}
