/** Carries an explanation as one line of printable ASCII; everything else, and the percent sign, is percent-encoded. */
export const explanationHeader = (explanation: string | undefined): Record<string, string> =>
  explanation === undefined
    ? {}
    : {
        'x-vod-emulator-explanation': explanation.replace(/[^ -$&-~]/gu, (c) =>
          encodeURIComponent(c.isWellFormed() ? c : '\u{FFFD}'),
        ),
      }
