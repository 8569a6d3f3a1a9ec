/** A project of TypeScript, CommonJS and Jest, as many are: what it has, and its tests. */

/** Exact, so that the check does not change from one day to the next. */
export const packages = [
  'jest@30.5.2',
  'ts-jest@29.4.15',
  'typescript@5.9.3',
  '@types/jest@30.0.0',
  '@types/node@24.10.1',
  'msw@2.15.0',
]

const compilerOptions = {
  target: 'es2022',
  module: 'commonjs',
  strict: true,
  esModuleInterop: true,
  types: ['node', 'jest'],
}

const transform = { '\\.ts$': 'ts-jest' }

/** MSW 2 itself depends on packages that are modules only; its users have Jest compile those. */
const transformOfMsw = {
  '\\.m?[jt]s$': [
    'ts-jest',
    { tsconfig: { ...compilerOptions, allowJs: true, skipLibCheck: true } },
  ],
}

const project = (name: string, further: object) => ({
  displayName: name,
  testMatch: [`<rootDir>/${name}.test.ts`],
  transform,
  ...further,
})

const manifest = {
  private: true,
  jest: {
    projects: [
      project('library', {}),
      project('msw', {
        transform: transformOfMsw,
        transformIgnorePatterns: ['/node_modules/(?!rettime|until-async|@open-draft|tough-cookie)'],
      }),
    ],
  },
}

const library = `
import { createEmulator, OptionError, startEmulator } from 'vod-emulator'

test('an emulator in process', async () => {
  const vod = await createEmulator({ edition: 'latest' })
  const response = await vod.fetch(new Request('http://localhost/_emulator/health'))
  expect(response.status).toBe(200)
  vod.clock.advance(60)
  await vod.close()
})

test('an emulator that listens, and is not closed', async () => {
  const vod = await startEmulator({ port: 0 })
  const response = await fetch(vod.url + '/_emulator/ready')
  expect(await response.json()).toEqual({ ready: true })
})

test('an emulator that listens with HTTPS', async () => {
  const vod = await startEmulator({ port: 0, tls: true })
  expect(vod.url).toMatch(/^https:/)
  expect(vod.ca).toContain('BEGIN CERTIFICATE')
  await vod.close()
})

test('a bad option', async () => {
  // @ts-expect-error There is no such option.
  await expect(createEmulator({ prot: 0 })).rejects.toThrow(OptionError)
})
`

const msw = `
import { setupServer } from 'msw/node'
import { createEmulator } from 'vod-emulator'
import { vodHandlers } from 'vod-emulator/msw'

test('the service under its own names', async () => {
  const server = setupServer(...vodHandlers(await createEmulator()))
  server.listen()
  const response = await fetch('https://vod.cn-shanghai.aliyuncs.com/?Action=Nothing')
  expect(response.status).toBe(400)
  server.close()
})
`

/** The files of the project by their names. */
export const files = {
  'package.json': JSON.stringify(manifest),
  'tsconfig.json': JSON.stringify({ compilerOptions, files: ['library.test.ts'] }),
  'library.test.ts': library,
  'msw.test.ts': msw,
  'required.cjs': "require('vod-emulator').createEmulator().then((vod) => vod.close())",
} as const
