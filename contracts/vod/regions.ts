/** Where ApsaraVideo VOD is served (documented); `ap-south-1` in the edition of 2021 alone. */
export const vodRegions = [
  'cn-shanghai',
  'cn-beijing',
  'cn-shenzhen',
  'cn-hongkong',
  'ap-southeast-1',
  'ap-southeast-5',
  'ap-northeast-1',
  'ap-south-1',
  'eu-central-1',
  'us-west-1',
] as const
