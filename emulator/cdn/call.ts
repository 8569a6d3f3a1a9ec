import type { SearchTime } from '../diagnosis/search-time.ts'
import type { ByteString } from '../kernel/bytes.ts'
import { required } from '../kernel/checks.ts'
import type { Message } from '../kernel/message.ts'
import type { Instant } from '../kernel/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { DomainKeys } from '../ports/domain-keys.ts'
import type { DomainRecord } from '../ports/records/domains.ts'
import type { CdnAddress } from './addressing.ts'
import { type SignedUrl, signedUrl } from './signed-url.ts'

export interface CallPorts {
  readonly clock: Clock
  readonly domainKeys: DomainKeys
  readonly searchTime: SearchTime
}

/** One request to a domain, and the facts about it. */
export class CdnCall {
  readonly message: Message
  readonly address: CdnAddress
  readonly ports: CallPorts
  /** What its URL is signed with; undefined while signing is off, too. */
  readonly signature: SignedUrl | undefined
  readonly #domain: DomainRecord | undefined

  constructor(
    message: Message,
    address: CdnAddress,
    domain: DomainRecord | undefined,
    ports: CallPorts,
  ) {
    this.message = message
    this.address = address
    this.ports = ports
    this.#domain = domain
    this.signature = signedUrl(address.path, message.query, domain?.signingTypes ?? [])
  }

  get isKnown(): boolean {
    return this.#domain !== undefined
  }

  /** @throws TypeError before it was checked that the domain exists */
  get domain(): DomainRecord {
    return required(this.#domain)
  }

  get keys(): readonly string[] {
    return this.ports.domainKeys.of(this.domain.name) ?? []
  }

  /** Until when the URL is valid; undefined when its signature names no time. */
  get endsAtMs(): Instant | undefined {
    const { atMs } = this.signature ?? {}
    return atMs === undefined ? undefined : atMs + this.domain.validitySeconds * 1000
  }

  /** The path of the file, without what signs it. */
  get path(): ByteString {
    return this.signature?.path ?? this.address.path
  }
}
