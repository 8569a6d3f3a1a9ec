/** The code of an error of Node, a server or a driver; empty when there is none. In Jest, errors of Node are not of the realm's own `Error`. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
