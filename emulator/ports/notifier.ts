/** What is posted to a callback. */
export interface Notification {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string
}

/** Posts events to the programs that want them. */
export interface Notifier {
  /** Why nothing may be sent to a URL, one sentence; undefined for loopback and hosts that the operator has allowed. */
  objection(url: string): string | undefined
  /**
   * Posts an event, following no redirect.
   *
   * @param signal gives up
   * @returns the status of the answer
   * @throws why none came within five seconds
   */
  post(notification: Notification, signal: AbortSignal): Promise<number>
}
