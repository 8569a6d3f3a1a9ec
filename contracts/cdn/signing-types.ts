/** How URLs on a CDN domain may be signed. VOD itself signs by A. */
export const signingTypes = ['A', 'B', 'C'] as const

export type SigningType = (typeof signingTypes)[number]
