/** An option that cannot be used; the message is one line that says why. */
export class OptionError extends Error {
  override readonly name = 'OptionError'
}
