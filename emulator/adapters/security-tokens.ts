import { hmac, sameSignature, signingKey } from '../kernel/signing.ts'
import type { Grant } from '../ports/credentials.ts'

/** What a security token says, under the MAC of the server. */
export type Claims = Grant & {
  readonly id: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
// Real tokens are a protocol buffer whose first bytes read `CAIS` in Base64.
const head = Buffer.from('CAIS', 'base64')
const macLength = 16

/** Letters and digits from bytes, which may be fewer; the small bias does not matter for a test double. */
export function alphanumeric(bytes: Buffer, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += alphabet[((bytes[i % bytes.length] ?? 0) ^ i) % 62]
  return text
}

/** Message authentication under the server's secret, separate for each purpose. */
export interface Sealer {
  /** 32 bytes. */
  mac(purpose: string, text: string): Buffer
  seal(claims: Claims): string
  /** The claims of a genuine token. */
  open(token: string): Claims | undefined
}

export function sealer(serverSecret: string): Sealer {
  const key = signingKey(Buffer.from(serverSecret, 'utf8'))
  const mac = (purpose: string, text: string) => hmac('sha256', key, `${purpose}\n${text}`)
  const tagOf = (body: Buffer) => mac('token', body.toString('latin1')).subarray(0, macLength)
  return {
    mac,
    seal: (claims) => {
      const body = Buffer.from(JSON.stringify(claims), 'utf8')
      return Buffer.concat([head, tagOf(body), body]).toString('base64')
    },
    open: (token) => {
      const bytes = Buffer.from(token, 'base64')
      const start = head.length + macLength
      const isCanonical = bytes.toString('base64') === token
      if (!isCanonical || bytes.length <= start || !bytes.subarray(0, head.length).equals(head))
        return undefined
      const body = bytes.subarray(start)
      const given = bytes.subarray(head.length, start).toString('latin1')
      if (!sameSignature(tagOf(body).toString('latin1'), given)) return undefined
      return JSON.parse(body.toString('utf8'))
    },
  }
}
