import { test as base, type TestContext } from 'vitest'
import type { Capabilities, Target, TargetWith } from '#contracts/target.ts'
import { startTarget, targetName } from './target.ts'

/** A test that is handed the target of the run; one for each file. */
// biome-ignore lint/correctness/noEmptyPattern: Vitest reads from this pattern that nothing else is needed.
export const test = base.extend('target', { scope: 'file' }, async ({}, { onCleanup }) => {
  const target = await startTarget()
  onCleanup(() => target[Symbol.asyncDispose]())
  return target as Target
})

const lacks: Readonly<Record<keyof Capabilities, string>> = {
  clock: 'its time cannot be moved',
  control: 'it has no control plane',
  bucket: 'its bucket belongs to the service, not to the account',
}

type Skip = TestContext['skip']

export const can = <Name extends keyof Capabilities>(
  target: Target,
  capability: Name,
): target is TargetWith<Name> => target.capabilities[capability]

/** The target with a capability; a test that needs one which the target lacks is skipped, and says why. */
export function needs<Name extends keyof Capabilities>(
  target: Target,
  capability: Name,
  skip: Skip,
): TargetWith<Name> {
  if (can(target, capability)) return target
  return skip(`The target ${target.name}: ${lacks[capability]}.`)
}

/** For tests that start emulators of their own: on another target they would show nothing. */
export function needsEmulator(skip: Skip): void {
  if (targetName !== 'emulator')
    skip(`The target ${targetName}: this test starts emulators of its own.`)
}
