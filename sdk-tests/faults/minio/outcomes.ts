import type { EmulatorTarget } from '#contracts/target.ts'

/** What calls came to, by their names: `200` for every success, else status and code. */
export type Outcomes = Readonly<Record<string, string>>

interface OssError {
  readonly status: number
  readonly code: string
}

/** Waits for calls of ali-oss that were begun together. */
export async function outcomes(
  asked: Readonly<Record<string, Promise<unknown>>>,
): Promise<Outcomes> {
  const results = Object.entries(asked).map(async ([name, call]) => {
    const outcome = await call.then(
      () => '200',
      ({ status, code }: OssError) => `${status} ${code}`,
    )
    return [name, outcome]
  })
  return Object.fromEntries(await Promise.all(results))
}

/** What readiness tells. */
export interface Readiness {
  readonly status: number
  readonly reasons: readonly string[]
}

/** Asks whether the emulator is ready. */
export async function readiness({ bucket }: EmulatorTarget): Promise<Readiness> {
  const response = await fetch(`${bucket.endpoint}/_emulator/ready`)
  const { reasons = [] } = (await response.json()) as { readonly reasons?: readonly string[] }
  return { status: response.status, reasons }
}
