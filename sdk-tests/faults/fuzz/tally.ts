import type { Answer } from './answers.ts'

/** What came back in a campaign: to see that it went deep, and that no request id came twice. */
export interface Tally {
  /** Counts an answer; tells when its id is not its own. */
  add(answer: Answer): string | undefined
  /** How often each status came. */
  readonly statuses: ReadonlyMap<number, number>
  /** Every code of an error that came. */
  readonly codes: ReadonlySet<string>
  report(): string
}

const codeOf = (body: string): string | undefined =>
  /"[Cc]ode":"([^"]+)"|<Code>([^<]+)</
    .exec(body)
    ?.slice(1)
    .find((code) => code !== undefined)

export function tally(): Tally {
  const statuses = new Map<number, number>()
  const codes = new Set<string>()
  const ids = new Set<string>()
  return {
    statuses,
    codes,
    add({ status, headers, body }) {
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      const code = status >= 400 ? codeOf(body) : undefined
      if (code) codes.add(code)
      const id =
        headers.get('x-acs-request-id') ?? headers.get('x-oss-request-id') ?? headers.get('eagleid')
      if (id !== undefined && ids.has(id)) return `the request id ${id} a second time`
      if (id !== undefined) ids.add(id)
      return undefined
    },
    report: () =>
      `${[...statuses]
        .sort(([a], [b]) => a - b)
        .map(([status, times]) => `${status}×${times}`)
        .join(' ')}; ${codes.size} codes: ${[...codes].sort().join(' ')}`,
  }
}
