/**
 * The library: an emulator of ApsaraVideo VOD's upload side in this process, with or without a port.
 *
 * @module
 */
export { createEmulator, type Emulator, type EmulatorClock } from './app.ts'
export { type LibraryOptions, OptionError, type Options } from './config.ts'
export { type RunningEmulator, startEmulator } from './server.ts'
