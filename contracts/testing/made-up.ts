import { withDefaults } from '../defaults.ts'
import { rpcOperation } from '../operation.ts'
import {
  boolean,
  bytes,
  characters,
  csv,
  decimal,
  integer,
  json,
  list,
  object,
  string,
  timestamp,
} from '../schema.ts'

const pixels = {
  required: true,
  above: 0,
  below: 1,
  orInteger: { minimum: 8, maximum: 4096 },
} as const

/** No operation of any service: it uses everything that a contract can say, so that all laws and folds are shown on it. */
export const MadeUp = rpcOperation({
  name: 'MadeUp',
  product: 'vod',
  summary: 'Uses the whole vocabulary.',
  see: 'https://example.com/',
  evidence: 'inferred',
  methods: ['POST'],
  access: { action: 'vod:MadeUp', level: 'write' },
  media: {},
  input: {
    Type: string({ required: true, enum: ['Image', 'Text'] }),
    VideoId: string({ required: { unless: ['ReferenceId'] } }),
    ReferenceId: string({
      pattern: { source: '[A-Za-z0-9_-]{6,64}', words: '6 to 64 letters, digits, _ and -' },
    }),
    MediaExt: string({
      enumBy: { parameter: 'Type', values: { Image: ['png', 'gif'], Text: ['srt'] } },
    }),
    FileName: string({
      extension: {
        parameter: 'Type',
        values: { Image: ['png', 'gif'], Text: ['srt'] },
        unless: 'MediaExt',
      },
    }),
    FileUrl: string({ required: { when: 'Type', is: ['Image'] }, format: 'url' }),
    Formats: csv({ items: string({ enum: ['mp4', 'm3u8'], ignoreCase: true }) }),
    UploadURLs: csv({ encoded: true, maxItems: 3, items: string({ format: 'url' }) }),
    CateId: integer({ none: [0, -1], minimum: 1, known: 'category' }),
    AuthSwitch: string({ enum: ['on', 'off'] }),
    AuthKey: string({
      required: { when: 'AuthSwitch', is: ['on', ''] },
      pattern: {
        source: '(?=.*[a-z])(?=.*\\d)[a-z\\d]{1,32}',
        words: 'up to 32 letters and digits, some of both',
        examples: ['a1', '12345678abc'],
      },
    }),
    OutputType: string({ enum: ['cdn', 'oss'] }),
    AuthTimeout: integer({
      minimum: 1,
      maximum: { parameter: 'OutputType', values: { '': 3600, oss: 604_800 } },
    }),
    Force: boolean({}),
    StartTime: timestamp({}),
    EndTime: timestamp({ after: 'StartTime' }),
    WatermarkConfig: json(
      {
        parameter: 'Type',
        values: {
          Image: object({
            Dx: decimal(pixels),
            Timeline: object({
              Start: decimal({ minimum: 0 }),
              Duration: string({
                pattern: { source: 'ToEND|\\d+(?:\\.\\d+)?', words: 'seconds or ToEND' },
              }),
            }),
          }),
          Text: object({
            Content: string({ required: true }),
            FontAlpha: decimal({ above: 0, maximum: 1 }),
          }),
        },
      },
      { required: true },
    ),
    UserData: json(object({}), { keep: 'text' }),
    UpdateContent: json(
      list(
        object({
          MediaId: string({ required: true }),
          CoverURL: string({ required: { when: 'Type', is: ['Image'] } }),
          Title: string({ maxLength: bytes(128), characters: 'text-without-emoji' }),
          Tags: csv({ maxItems: 16, items: string({ maxLength: characters(32) }) }),
          CateIds: csv({
            maxItems: 5,
            distinct: true,
            items: string({ format: 'decimal', known: 'category' }),
          }),
          Sizes: list(integer({ minimum: 1, maximum: 9 }), { maxItems: 3 }),
        }),
        { maxItems: 20 },
      ),
      {},
    ),
  },
  output: object({
    RequestId: string({}),
    Video: object(
      {
        Snapshots: list(string({}), { wrapped: 'Snapshot' }),
        Duration: decimal({ optional: true }),
        Ready: boolean({ optional: true }),
        CreationTime: timestamp({}),
      },
      { optional: true },
    ),
  }),
  errors: withDefaults(
    { status: 400, evidence: 'inferred', remedy: 'Try again.' },
    {
      Missing: { message: '{parameter} is missing.' },
      Invalid: { message: '{parameter} is not valid.' },
      TooLong: { message: '{member} is longer than {limit}.' },
      TooMany: { message: '{parameter} has more than {limit} items.' },
      Unknown: {
        status: 404,
        message: 'There is no {parameter}.',
        when: 'VideoId names no video.',
      },
      IllegalStatus: { status: 403, message: 'Not now.', when: 'The video is not ready.' },
    },
  ),
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'Invalid' }, [
    { violates: 'utf8' },
    {
      violates: 'required',
      of: ['Type', 'VideoId', 'FileUrl', 'AuthKey', 'WatermarkConfig'],
      error: 'Missing',
    },
    { violates: 'enum', of: ['Type', 'OutputType', 'Formats', 'AuthSwitch'] },
    {
      violates: 'format',
      of: ['FileUrl', 'UploadURLs', 'Force', 'StartTime', 'EndTime'],
    },
    { violates: 'format', of: ['WatermarkConfig', 'UserData', 'UpdateContent'] },
    { violates: 'maxItems', of: ['UploadURLs', 'UpdateContent'], error: 'TooMany' },
    {
      violates: 'required',
      of: [
        'WatermarkConfig.Dx',
        'WatermarkConfig.Content',
        'UpdateContent[].MediaId',
        'UpdateContent[].CoverURL',
      ],
    },
    { violates: 'pattern', of: ['ReferenceId', 'AuthKey', 'WatermarkConfig.Timeline.Duration'] },
    { violates: 'enumBy', of: ['MediaExt'] },
    { violates: 'extension', of: ['FileName'] },
    { violates: 'after', of: ['EndTime'] },
    {
      violates: 'range',
      of: [
        'CateId',
        'AuthTimeout',
        'WatermarkConfig.Dx',
        'WatermarkConfig.FontAlpha',
        'WatermarkConfig.Timeline.Start',
        'UpdateContent[].Sizes',
      ],
    },
    { violates: 'characters', of: ['UpdateContent[].Title'] },
    {
      violates: 'maxLength',
      of: ['UpdateContent[].Title', 'UpdateContent[].Tags'],
      error: 'TooLong',
    },
    {
      violates: 'maxItems',
      of: ['UpdateContent[].Tags', 'UpdateContent[].CateIds', 'UpdateContent[].Sizes'],
      error: 'TooMany',
    },
    { violates: 'format', of: ['UpdateContent[].CateIds'] },
    { violates: 'known', of: ['CateId', 'UpdateContent[].CateIds'], error: 'Unknown' },
  ]),
  examples: [
    {
      name: 'text',
      evidence: 'inferred',
      input: { Type: 'Text', VideoId: 'a', AuthSwitch: 'off', WatermarkConfig: '{"Content": "x"}' },
    },
  ],
})
