import { describe } from 'vitest'
import { describeServiceNames } from './service-names.ts'

describe('MSW 3', describeServiceNames)
