export {
  type AttachedMediaState,
  attachedMediaEvidence,
  attachedMediaMachine,
} from './attached-media.ts'
export { durations, type ProcessingProfile, processingProfiles } from './durations.ts'
export { type ImageState, imageEvidence, imageMachine } from './image.ts'
export type { Happening, Plan, Processing, StateMachine, Transition } from './transition.ts'
export { type VideoState, videoEvidence, videoMachine, videoStates } from './video.ts'
