import fc from 'fast-check'

/** Hosts that decide which protocol answers, or none that does. */
export const hosts: fc.Arbitrary<string | undefined> = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'vod.cn-shanghai.aliyuncs.com',
      'sts.aliyuncs.com',
      'oss-cn-shanghai.aliyuncs.com',
      'a.localhost',
      '.localhost',
      'LOCALHOST:99999',
      '[::1]',
      '[',
      '[::1',
      'a b',
      'a@b',
      'a/b',
      'a?b',
      '',
      '%00',
      '\xff',
      'x'.repeat(5000),
      'evil.example.com',
      'localhost:abc',
      '127.1:80:80',
    ),
  },
)
