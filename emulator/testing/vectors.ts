import { readFileSync } from 'node:fs'
import type { AlgorithmV3 } from '../rpc/signing/v3/signature.ts'

interface Expected {
  readonly name: string
  readonly method: string
  readonly secret: string
  readonly stringToSign: string
  readonly signature: string
}

/** A signature of RPC V1, in parts. */
export interface VectorV1 extends Expected {
  readonly params: Readonly<Record<string, string>>
}

/** A signature of ACS3, in parts. */
export interface VectorV3 extends Expected {
  readonly kind: AlgorithmV3
  readonly query: readonly (readonly [name: string, value: string])[]
  readonly headers: Readonly<Record<string, string>>
  readonly signedHeaders: readonly string[]
  readonly body: string
  readonly canonicalRequest: string
}

const file = new URL('../../fixtures/signatures/rpc.json', import.meta.url)
export const { v1: vectorsV1, v3: vectorsV3 } = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly v1: readonly VectorV1[]
  readonly v3: readonly VectorV3[]
}
