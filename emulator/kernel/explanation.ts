/** Clients take 16 KiB of headers in all, and an explanation may quote what they sent. */
const longest = 600

/**
 * Carries an explanation as one line of printable ASCII; everything else, and the percent sign, is percent-encoded. What
 * is longer than 600 characters is cut.
 */
export const explanationHeader = (explanation: string | undefined): Record<string, string> =>
  explanation === undefined
    ? {}
    : {
        'x-vod-emulator-explanation': explanation
          .slice(0, longest)
          .replace(/[^ -$&-~]/gu, (c) => encodeURIComponent(c.isWellFormed() ? c : '\u{FFFD}')),
      }
