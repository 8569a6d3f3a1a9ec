import { withDefaults } from '../defaults.ts'
import { bytes, csv, object, string } from '../schema.ts'
import { noApplication, pick } from './errors.ts'
import { eventTypes } from './events.ts'
import { vodOperation } from './operation.ts'
import { appId, requestId } from './shapes.ts'

const ofApplication = {
  ...appId,
  describe: 'The application whose media it is about.',
} as const

export const SetMessageCallback = vodOperation('write', {
  name: 'SetMessageCallback',
  summary:
    'Sets where the events of an application in this region go, and which; whatever was set before is replaced.',
  media: {},
  input: {
    CallbackType: string({
      describe: 'Events are posted to a URL, or put into a queue of MNS.',
      example: 'HTTP',
      default: 'HTTP',
      enum: ['HTTP', 'MNS'],
    }),
    CallbackURL: string({
      describe: 'Where to post events.',
      example: 'http://127.0.0.1:9000/callback',
      required: { when: 'CallbackType', is: ['HTTP', ''] },
      format: 'url',
      maxLength: bytes(256),
    }),
    MnsEndpoint: string({
      describe: 'Endpoint of MNS.',
      example: 'http://1234567890123456.mns.cn-shanghai.aliyuncs.com/',
      required: { when: 'CallbackType', is: ['MNS'] },
    }),
    MnsQueueName: string({
      describe: 'Queue of MNS.',
      example: 'vod-events',
      required: { when: 'CallbackType', is: ['MNS'] },
    }),
    AuthSwitch: string({
      describe: 'Whether posts are signed.',
      example: 'on',
      default: 'off',
      enum: ['on', 'off'],
    }),
    AuthKey: string({
      describe: 'The key that signs posts.',
      example: 'Abc12345',
      required: { when: 'AuthSwitch', is: ['on'] },
      pattern: {
        source: '(?=.*[a-z])(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d]{1,32}',
        words: 'up to 32 letters and digits, among them a lower-case letter, a capital and a digit',
        examples: ['Abc12345', 'aA0', 'Z9z'.padEnd(32, 'x')],
      },
    }),
    EventTypeList: csv({
      describe: 'The events to send. Without it none are.',
      example: 'AttachedMediaUploadComplete,MediaBaseChangeComplete',
      items: string({ enum: eventTypes }),
    }),
    AppId: ofApplication,
  },
  output: object({ RequestId: requestId }),
  errors: { ...pick('MissingParameter', 'InvalidParameter'), ...noApplication },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'enum', of: ['CallbackType', 'AuthSwitch'] },
    {
      violates: 'required',
      of: ['CallbackURL', 'MnsEndpoint', 'MnsQueueName'],
      error: 'MissingParameter',
    },
    { violates: 'maxLength', of: ['CallbackURL'] },
    { violates: 'format', of: ['CallbackURL'] },
    { violates: 'required', of: ['AuthKey'], error: 'MissingParameter' },
    { violates: 'pattern', of: ['AuthKey'] },
    { violates: 'enum', of: ['EventTypeList'] },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateAppResource' },
  ]),
  examples: [
    {
      name: 'signed posts',
      evidence: 'inferred',
      input: {
        CallbackURL: 'http://127.0.0.1:9000/callback',
        AuthSwitch: 'on',
        AuthKey: 'Abc12345',
        EventTypeList: 'AttachedMediaUploadComplete,MediaBaseChangeComplete',
      },
    },
    {
      name: 'a queue',
      evidence: 'inferred',
      input: {
        CallbackType: 'MNS',
        MnsEndpoint: 'http://1234567890123456.mns.cn-shanghai.aliyuncs.com/',
        MnsQueueName: 'vod-events',
        EventTypeList: 'ALL',
      },
    },
  ],
  notes: [
    'Posts go to loopback, and to the hosts that `--callback-host` allows; what may not be sent is kept, with the reason, at `/_emulator/events`.',
    'Nothing is sent to MNS: what would be in the queue is at `/_emulator/events`.',
    'The events that the emulator has, and how they look: [events](events.md).',
  ],
})

export const GetMessageCallback = vodOperation('read', {
  name: 'GetMessageCallback',
  summary: 'Returns where the events of an application in this region go, and which.',
  media: {},
  input: { AppId: ofApplication },
  output: object({
    RequestId: requestId,
    MessageCallback: object({
      CallbackType: string({ describe: 'Absent when nothing is set.', optional: true }),
      EventTypeList: string({ describe: 'As it was set.', optional: true }),
      AuthKey: string({ describe: 'For HTTP, when it was set.', optional: true }),
      AppId: string({}),
      MnsQueueName: string({ describe: 'For MNS.', optional: true }),
      CallbackURL: string({ describe: 'For HTTP.', optional: true }),
      MnsEndpoint: string({ describe: 'For MNS.', optional: true }),
      AuthSwitch: string({ describe: 'For HTTP.', optional: true }),
    }),
  }),
  errors: { ...pick('InvalidParameter'), ...noApplication },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateAppResource' },
  ]),
  examples: [{ name: 'the default application', evidence: 'inferred', input: {} }],
})

export const DeleteMessageCallback = vodOperation('write', {
  name: 'DeleteMessageCallback',
  summary:
    'Removes what SetMessageCallback has set for an application in this region; where nothing is set, it changes nothing.',
  media: {},
  input: { AppId: ofApplication },
  output: object({ RequestId: requestId }),
  errors: { ...pick('InvalidParameter'), ...noApplication },
  constraintOrder: withDefaults({ evidence: 'inferred', error: 'InvalidParameter' }, [
    { violates: 'utf8' },
    { violates: 'known', of: ['AppId'], error: 'Forbidden.OperateAppResource' },
  ]),
  examples: [{ name: 'the default application', evidence: 'inferred', input: {} }],
  notes: ['Events that happened before are still delivered (inferred).'],
})
