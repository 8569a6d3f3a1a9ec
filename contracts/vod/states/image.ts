import type { StateMachine } from './transition.ts'

export type ImageState = 'Uploading' | 'UploadFail' | 'Normal'

/** On what evidence the life of images rests. */
export const imageEvidence = [
  'The states and the event are documented. That a file which is no image makes no difference is inferred.',
]

/** The life of an image: its analysis finds width and height, and sends nothing. */
export const imageMachine: StateMachine<ImageState> = [
  { on: 'uploadFailed', to: 'UploadFail' },
  { on: 'uploaded', to: 'Normal', sends: ['ImageUploadComplete'], next: 'analysis' },
  { on: 'analysed', from: ['Normal'], to: 'Normal' },
  { on: 'damaged', from: ['Normal'], to: 'Normal' },
]
