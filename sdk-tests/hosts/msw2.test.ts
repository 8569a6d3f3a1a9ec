import * as core from 'msw'
import * as core2 from 'msw2'
import { describe, expect, test, vi } from 'vitest'
import { describeServiceNames } from './service-names.ts'

vi.mock('msw', () => import('msw2'))
vi.mock('msw/node', () => import('msw2/node'))

test('MSW is the one before', () => {
  expect(core.http).toBe(core2.http)
})

describe('MSW 2', describeServiceNames)
