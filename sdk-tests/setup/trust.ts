import { getCACertificates, setDefaultCACertificates } from 'node:tls'

/** Has the clients of this thread trust a CA, as `NODE_EXTRA_CA_CERTS` does for those of a process. */
export const trust = (ca: string): void =>
  setDefaultCACertificates([...getCACertificates('default'), ca])
