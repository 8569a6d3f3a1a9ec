import type { Answered } from '#contracts/properties/claim.ts'
import type { Target } from '#contracts/target.ts'

export type Call = (
  action: string,
  parameters: Readonly<Record<string, string>>,
) => Promise<Answered>

/** Does what an error needs to come, and gives the answer that it comes in. */
export type Story = (call: Call, target: Target) => Promise<Answered>
