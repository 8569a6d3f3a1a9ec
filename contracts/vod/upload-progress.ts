import { withDefaults } from '../defaults.ts'
import { rpcOperation } from '../operation.ts'
import { list, object, string } from '../schema.ts'
import { pick } from './errors.ts'
import { requestId } from './shapes.ts'

const common = {
  product: 'vod',
  methods: ['GET', 'POST'],
  summary: 'Of upload SDKs alone, published nowhere.',
  evidence: 'source',
  see: 'https://www.alibabacloud.com/help/en/vod/developer-reference/upload-sdk-overview',
  media: {},
  errors: pick('InvalidParameter'),
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
  ]),
} as const

export const ReportUploadProgress = rpcOperation({
  name: 'ReportUploadProgress',
  access: { action: 'vod:ReportUploadProgress', level: 'write' },
  ...common,
  input: {
    VideoId: string({ example: 'c6a23a870c8c4ffcd40cbd381333****' }),
    Source: string({ example: 'WebSDK' }),
    DeviceModel: string({ example: 'Server' }),
    FileSize: string({ example: '123' }),
  },
  output: object({ RequestId: requestId }),
  examples: [
    {
      name: 'a report',
      evidence: 'captured',
      input: {
        VideoId: 'c6a23a870c8c4ffcd40cbd381333****',
        Source: 'PythonSDK',
        DeviceModel: 'Server',
      },
    },
  ],
})

export const GetUploadProgress = rpcOperation({
  name: 'GetUploadProgress',
  access: { action: 'vod:GetUploadProgress', level: 'read' },
  ...common,
  input: {},
  output: object({
    RequestId: requestId,
    UploadProgress: object({ UploadProgressList: list(string({})) }),
  }),
  examples: [{ name: 'a question', evidence: 'source', input: {} }],
})
