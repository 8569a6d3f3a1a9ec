import { expect, test } from 'vitest'
import { oldNode } from './node-version.ts'

test.for(['20.20.2', '22.12.0'])('Node %s is too old', (version) => {
  expect(oldNode(version)).toBe(`needs Node 22.13 or later, this is v${version}`)
})

test.for(['22.13.0', '23.0.0', '24.1.0'])('Node %s will do', (version) => {
  expect(oldNode(version)).toBeUndefined()
})
