import type { SignatureScheme, SignedText } from '../../kernel/signing-input.ts'
import type { Address } from '../addressing.ts'
import type { OssRequest } from '../request.ts'
import type { ParsedSignature } from './parsed-signature.ts'
import type { OssSigningInput } from './signing-input.ts'
import { readingsV1, schemeV1 } from './v1/signature.ts'
import { readingsV4, schemeV4 } from './v4/signature.ts'

/** One reading of what a request signs, and the signature that it would have. */
export interface Reading {
  readonly address: Address
  readonly sign: () => string
  readonly text: () => SignedText
}

const readingOf = <Input extends OssSigningInput>(
  scheme: SignatureScheme<Input>,
  input: Input,
): Reading => ({
  address: input.context.address,
  sign: () => scheme.sign(input),
  text: () => scheme.textOf(input),
})

/** Every reading that the server accepts, likeliest first. @param addresses what the request may address */
export function* readingsOf(
  request: OssRequest,
  parsed: ParsedSignature,
  secret: string,
  addresses: Iterable<Address>,
): Iterable<Reading> {
  if (parsed.version === 'V1')
    for (const input of readingsV1(request, parsed, secret, addresses))
      yield readingOf(schemeV1, input)
  else
    for (const input of readingsV4(request, parsed, secret, addresses))
      yield readingOf(schemeV4, input)
}
