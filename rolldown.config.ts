import { defineConfig, type InputOptions } from 'rolldown'
import { copied, executable, notices } from './bench/package/plugins.ts'

/** What the bare program of `bench/` shares with the published one. */
export const shared: InputOptions = {
  platform: 'node',
  transform: { target: 'node22.13' },
  // Libraries that also ship CommonJS: their modules, so that only what is used is taken.
  resolve: { mainFields: ['module', 'main'] },
}

/** Everything is bundled, so that an installation is one package, but for what is the caller's own. */
const common: InputOptions = { ...shared, external: ['msw', 'pg'] }

const library = { index: 'emulator/index.ts', msw: 'emulator/msw.ts' }

export default defineConfig([
  {
    ...common,
    input: { main: 'emulator/cli/main.ts', ...library },
    plugins: [notices('THIRD-PARTY-NOTICES.txt'), executable('main')],
    output: {
      dir: 'dist',
      format: 'esm',
      cleanDir: true,
      comments: false,
      chunkFileNames: 'chunks/[name]-[hash].js',
    },
  },
  {
    // The library for Jest and programs that `require` it; Jest cannot require modules.
    ...common,
    input: library,
    output: {
      dir: 'dist/cjs',
      format: 'cjs',
      comments: false,
      entryFileNames: '[name].cjs',
      chunkFileNames: 'chunks/[name]-[hash].cjs',
    },
  },
  {
    // The thread that both have in common, with its WebAssembly beside it.
    ...common,
    // What `mediainfo.js` marks for bundlers is its build for browsers.
    resolve: { ...shared.resolve, conditionNames: ['import', 'node'] },
    input: { 'media-info': 'emulator/adapters/media-info/worker.ts' },
    plugins: [
      notices('THIRD-PARTY-NOTICES-media-info.txt'),
      copied('node_modules/mediainfo.js/dist/MediaInfoModule.wasm'),
    ],
    output: { dir: 'dist', format: 'esm', comments: false },
  },
])
