/** An option that cannot be used; the message is one line for whoever gave it. */
export class OptionError extends Error {
  override readonly name = 'OptionError'
}
