import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { OptionError } from './option-error.ts'
import type { Options } from './options.ts'
import type { GivenOptions } from './settle.ts'

/** Reads the first certificate of a text. */
function certificateIn(text: string, name: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch {
    throw new OptionError(
      `${name}: there is no certificate in it, expected PEM, which begins with -----BEGIN CERTIFICATE-----`,
    )
  }
}

function keyIn(text: string, name: string): KeyObject {
  try {
    return createPrivateKey(text)
  } catch {
    throw new OptionError(
      /-----BEGIN ENCRYPTED|^Proc-Type: .*ENCRYPTED/m.test(text)
        ? `${name}: the key has a passphrase, expected one without (openssl pkey -in FILE writes it)`
        : `${name}: there is no private key in it, expected PEM, which begins with -----BEGIN PRIVATE KEY-----`,
    )
  }
}

/** By the system's time, which is that of clients, whatever the emulator's clock is set to. */
function requireValidNow({ validFromDate, validToDate }: X509Certificate, name: string): void {
  const now = Date.now()
  const expected = 'expected one that is valid now'
  if (validToDate.getTime() < now)
    throw new OptionError(
      `${name}: the certificate expired at ${validToDate.toISOString()}, ${expected}`,
    )
  if (validFromDate.getTime() > now)
    throw new OptionError(
      `${name}: the certificate is not valid before ${validFromDate.toISOString()}, ${expected}`,
    )
}

/** @throws OptionError for what OpenSSL does not take: a short key, an old hash */
function requireUsable(cert: string, key: string, name: string): void {
  try {
    process.getBuiltinModule('node:tls').createSecureContext({ cert, key })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new OptionError(
      `${name}: OpenSSL does not take it (${reason}), expected a certificate that clients accept`,
    )
  }
}

/** Whether there is TLS, by all that says so. @throws OptionError for a certificate that no server could use */
export function withTls(options: Options, given: GivenOptions): Options {
  const { tlsCert, tlsKey } = options
  const named = (key: 'tls' | 'tlsCert' | 'tlsKey') => given.get(key)?.name ?? key
  if (tlsCert === undefined && tlsKey === undefined) return options
  if (tlsCert === undefined)
    throw new OptionError(`${named('tlsKey')}: its certificate is missing, expected --tls-cert too`)
  if (tlsKey === undefined)
    throw new OptionError(`${named('tlsCert')}: its key is missing, expected --tls-key too`)
  if (given.has('tls') && !options.tls)
    throw new OptionError(
      `${named('tls')}: off is not accepted with a certificate, expected it on, or no --tls-cert and --tls-key`,
    )
  const certificate = certificateIn(tlsCert, named('tlsCert'))
  if (!certificate.checkPrivateKey(keyIn(tlsKey, named('tlsKey'))))
    throw new OptionError(
      `${named('tlsKey')}: it is not the key of ${named('tlsCert')}, expected the key that this certificate was made for`,
    )
  requireValidNow(certificate, named('tlsCert'))
  requireUsable(tlsCert, tlsKey, named('tlsCert'))
  return { ...options, tls: true }
}
