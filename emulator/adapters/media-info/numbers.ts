/** A number of a file, without more decimals than it can mean; undefined unless it is finite and not below zero. */
export function amount(value: number | undefined, decimals = 3): number | undefined {
  if (value === undefined || !Number.isFinite(value) || value < 0) return undefined
  const scale = 10 ** decimals
  return Math.round(value * scale) / scale
}

/** The same of a number that is nothing when it is zero: a duration, a rate, a number of pixels. */
export const positive = (value: number | undefined, decimals = 3): number | undefined =>
  amount(value, decimals) || undefined

/** Kilobits per second. */
export const kilobits = (bitsPerSecond: number | undefined): number | undefined =>
  positive(bitsPerSecond === undefined ? undefined : bitsPerSecond / 1000)
