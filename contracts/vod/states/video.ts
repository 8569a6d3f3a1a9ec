import type { StateMachine } from './transition.ts'

/** The states of a video, in the order in which it may come into them. */
export const videoStates = [
  'Uploading',
  'UploadFail',
  'UploadSucc',
  'Transcoding',
  'TranscodeFail',
  'Checking',
  'Blocked',
  'Normal',
] as const

export type VideoState = (typeof videoStates)[number]

const transcoded = ['StreamTranscodeComplete', 'TranscodeComplete'] as const

/** On what evidence the life of videos rests. */
export const videoEvidence = [
  'The states, the order of events, and that `VOD_NO_TRANSCODE` (`storing`) sends FileUploadComplete alone are documented.',
  '`UploadFail` is documented as a state that the service does not use: here it can be asked for, and a file that could not be fetched ends so (inferred).',
  'That a video which is registered without a template group stays `UploadSucc`, and that no event tells of its registration, is documented.',
  "That nothing is transcoded without a template group (`analysing`) is the emulator's own. That a damaged file ends there as `TranscodeFail`, and what is reviewed goes through `Checking`, is inferred.",
]

/** The life of a video or an audio. A file that arrives begins it anew, whatever the state. */
export const videoMachine: StateMachine<VideoState> = [
  { on: 'uploadFailed', to: 'UploadFail' },
  {
    on: 'uploaded',
    plans: ['storing'],
    to: 'Normal',
    sends: ['FileUploadComplete'],
    next: 'analysis',
  },
  { on: 'uploaded', to: 'UploadSucc', sends: ['FileUploadComplete'], next: 'analysis' },

  { on: 'registered', plans: ['storing'], to: 'Normal', next: 'analysis' },
  { on: 'registered', plans: ['analysing'], to: 'UploadSucc' },
  { on: 'registered', to: 'UploadSucc', next: 'analysis' },

  { on: 'analysed', from: ['Normal'], plans: ['storing'], to: 'Normal' },
  { on: 'damaged', from: ['Normal'], plans: ['storing'], to: 'Normal' },
  {
    on: 'analysed',
    from: ['UploadSucc'],
    plans: ['analysing'],
    to: 'Normal',
    sends: ['VideoAnalysisComplete'],
  },
  {
    on: 'analysed',
    from: ['UploadSucc'],
    to: 'Transcoding',
    sends: ['VideoAnalysisComplete', 'SnapshotComplete'],
    next: 'transcoding',
  },
  { on: 'damaged', from: ['UploadSucc'], to: 'TranscodeFail', sends: ['VideoAnalysisComplete'] },

  {
    on: 'transcoded',
    from: ['Transcoding'],
    plans: ['reviewing'],
    to: 'Checking',
    sends: transcoded,
    next: 'review',
  },
  { on: 'transcoded', from: ['Transcoding'], to: 'Normal', sends: transcoded },
  { on: 'transcodingFailed', from: ['Transcoding'], to: 'TranscodeFail', sends: transcoded },

  { on: 'passed', from: ['Checking'], to: 'Normal', sends: ['CreateAuditComplete'] },
  { on: 'blocked', from: ['Checking'], to: 'Blocked', sends: ['CreateAuditComplete'] },
]
