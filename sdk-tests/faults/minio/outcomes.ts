import type { EmulatorTarget } from '#contracts/target.ts'

/** What calls came to. */
export interface Outcomes {
  /** By the names of the calls: `200` for every success, else status and code. */
  readonly told: Readonly<Record<string, string>>
  /** How long the slowest took. */
  readonly milliseconds: number
}

interface OssError {
  readonly status: number
  readonly code: string
}

/** Waits for calls of ali-oss that were begun together. */
export async function outcomes(
  asked: Readonly<Record<string, Promise<unknown>>>,
): Promise<Outcomes> {
  const start = performance.now()
  const told = Object.entries(asked).map(async ([name, call]) => {
    const outcome = await call.then(
      () => '200',
      ({ status, code }: OssError) => `${status} ${code}`,
    )
    return [name, outcome]
  })
  const all: Record<string, string> = Object.fromEntries(await Promise.all(told))
  return { told: all, milliseconds: performance.now() - start }
}

/** What readiness tells. */
export interface Readiness {
  readonly status: number
  readonly reasons: readonly string[]
  readonly milliseconds: number
}

/** Asks whether the emulator is ready. */
export async function readiness({ bucket }: EmulatorTarget): Promise<Readiness> {
  const start = performance.now()
  const response = await fetch(`${bucket.endpoint}/_emulator/ready`)
  const { reasons = [] } = (await response.json()) as { readonly reasons?: readonly string[] }
  return { status: response.status, reasons, milliseconds: performance.now() - start }
}
