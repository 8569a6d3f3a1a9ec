/** The products of the RPC gateway: their versions, and what the names of their hosts begin with. */
export const products = {
  vod: { version: '2017-03-21', hosts: ['vod', 'vod-vpc', 'vod-product'] },
  sts: { version: '2015-04-01', hosts: ['sts'] },
} as const

export type ProductName = keyof typeof products
