import type { StateMachine } from './transition.ts'

export type AttachedMediaState = 'Uploading' | 'UploadFail' | 'Normal'

/** On what evidence the life of auxiliary media rests. */
export const attachedMediaEvidence = ['The states and the event are documented.']

/** The life of an auxiliary media: nothing of it is processed. */
export const attachedMediaMachine: StateMachine<AttachedMediaState> = [
  { on: 'uploadFailed', to: 'UploadFail' },
  { on: 'uploaded', to: 'Normal', sends: ['AttachedMediaUploadComplete'] },
]
