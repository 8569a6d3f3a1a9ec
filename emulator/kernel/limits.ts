/** The explanation of a refusal by a limit: what was measured, the limit, and the option that moves it. */
export const overLimit = (measured: string, limit: number, unit: string, option: string): string =>
  `${measured}; the limit is ${limit} ${unit}, the option ${option} moves it.`

/** The refusal of parameters beyond a limit. @param what has them */
export const tooManyParameters = (what: string, tooMany: TooMany | undefined) =>
  tooMany && {
    values: { limit: String(tooMany.most) },
    found: overLimit(
      `The ${what} has ${tooMany.count} parameters`,
      tooMany.most,
      'parameters',
      '--max-parameters',
    ),
  }

/** More of something than a limit allows. */
export interface TooMany {
  readonly count: number
  readonly most: number
}
