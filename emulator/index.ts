/**
 * The library: an emulator of ApsaraVideo VOD's upload side in this process, with or without a port.
 *
 * @module
 */
export {
  createEmulator,
  type Emulator,
  type EmulatorEvents,
  type EmulatorRequests,
} from './app/app.ts'
export type { EmulatorClock } from './app/clock.ts'
export { type LibraryOptions, OptionError, type Options } from './config/index.ts'
export type { Delivery, DeliveryAttempt, DeliveryFilter } from './kernel/deliveries.ts'
export type { LoggedRequest, RequestFilter } from './kernel/request-log.ts'
export { type RunningEmulator, startEmulator } from './server.ts'
