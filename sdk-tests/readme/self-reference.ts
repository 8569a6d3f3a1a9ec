import { registerHooks } from 'node:module'

const sources: Readonly<Record<string, string>> = {
  'vod-emulator': new URL('../../emulator/index.ts', import.meta.url).href,
  'vod-emulator/msw': new URL('../../emulator/msw.ts', import.meta.url).href,
}

// The package exports what is built of these sources; examples have to run in a checkout that was never built.
registerHooks({
  resolve: (specifier, context, next) => next(sources[specifier] ?? specifier, context),
})
