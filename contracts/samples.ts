import type { AccountSamples } from './derive/constraints/constraint.ts'

/** Values that the emulator's account knows: those of the reference page's example, and the defaults. */
export const samples: AccountSamples = {
  category: ['12984346', '08130876', '8130876'],
  storage: ['outin-bfefbb90a47c******163e1c7426.oss-cn-shanghai.aliyuncs.com'],
  application: ['app-1000000', 'app-****'],
}
