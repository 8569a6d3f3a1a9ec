/**
 * Proves the package where it is used: packs it, installs the tarball into an empty folder and runs it there. Further
 * arguments are executables of Node to run it on, besides this one.
 *
 * @module
 */
import { type ExecFileException, execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { launch } from '../servers/launch.ts'
import { files, packages } from './common-js.ts'
import { analysis, programs } from './consumer.ts'

/** As this repository has them installed. */
const mswVersions = ['msw2', 'msw']

const execute = promisify(execFile)
const say = (line: string) => process.stdout.write(`${line}\n`)

async function run(command: string, args: readonly string[], cwd = '.'): Promise<string> {
  try {
    return (await execute(command, args, { cwd })).stdout
  } catch (error) {
    const { stdout, stderr } = error as ExecFileException
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`)
  }
}

async function packed(folder: string): Promise<string> {
  const described = await run('npm', [
    'pack',
    '--json',
    '--ignore-scripts',
    '--pack-destination',
    folder,
  ])
  const [{ filename, size, entryCount }] = JSON.parse(described)
  say(`packed: ${entryCount} files, ${Math.round(size / 1024)} KiB`)
  return join(folder, filename)
}

async function lint(tarball: string): Promise<void> {
  const stream = new Blob([await readFile(tarball)]).stream()
  const { messages, pkg } = await publint({ pack: { tarball: stream }, strict: true })
  if (messages.length > 0)
    throw new Error(messages.map((message) => formatMessage(message, pkg)).join('\n'))
  say('publint: nothing to say')
}

/** Lends a package of this repository, under its own name or another. */
async function lend(name: string, project: string, as = name): Promise<void> {
  const place = join(project, 'node_modules', as)
  await rm(place, { force: true })
  await symlink(resolve('node_modules', name), place)
}

/** Runs the program that has a film analysed. */
const analyse = (node: string, program: string, project: string) =>
  run(node, [program, resolve('fixtures/media/moov-last.mp4')], project)

/** A project that depends on nothing but the package; MSW and the compiler are lent by this repository. */
async function consumer(folder: string, tarball: string): Promise<string> {
  const project = join(folder, 'consumer')
  await mkdir(project)
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', tarball], project)
  await mkdir(join(project, 'node_modules/@types'), { recursive: true })
  await lend('@types/node', project)
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(project, `${name}.mjs`), text.replace(/^\/\/ @ts-.*$/gm, ''))
    await writeFile(join(project, `${name}.mts`), text)
  }
  await writeFile(
    join(project, 'analysis.mjs'),
    analysis("import { createEmulator } from 'vod-emulator'"),
  )
  return project
}

/** Every declaration that a caller of the library reaches must be complete by itself; those of MSW are not ours. */
async function checkTypes(project: string): Promise<void> {
  const tsc = resolve('node_modules/typescript/bin/tsc')
  const options = '--noEmit --strict --target es2024 --lib es2024,esnext.disposable --types node'
  const modules = ['--module nodenext', '--module preserve --moduleResolution bundler']
  await writeFile(join(project, 'required.cts'), "export * from 'vod-emulator'\n")
  for (const module of modules) {
    const common = [tsc, ...options.split(' '), ...module.split(' ')]
    const whole = [...common, '--skipLibCheck', 'false', 'library.mts', 'required.cts']
    await run(process.execPath, whole, project)
    for (const msw of mswVersions) {
      await lend(msw, project, 'msw')
      await run(process.execPath, [...common, '--skipLibCheck', 'msw.mts'], project)
    }
  }
  say('types: complete, for nodenext and bundler, MSW 2 and 3')
}

async function checkNode(node: string, project: string): Promise<void> {
  const version = (await run(node, ['--version'])).trim()
  await run(node, ['library.mjs'], project)
  await analyse(node, 'analysis.mjs', project)
  for (const msw of mswVersions) {
    await lend(msw, project, 'msw')
    await run(node, ['msw.mjs'], project)
  }
  const program = join(project, 'node_modules/.bin/vod-emulator')
  const printed = await run(node, [program, '--version'])
  {
    await using server = await launch([node, program, '--port', '0', '--log', 'silent'])
    const response = await fetch(`http://127.0.0.1:${server.port}/_emulator/health`)
    if (!response.ok) throw new Error(`health: ${response.status}`)
    await response.arrayBuffer()
  }
  say(
    `node ${version}: library, a film analysed, MSW 2 and 3, vod-emulator ${printed.trim()} up to Ready.`,
  )
}

/** The same by CommonJS: in TypeScript, in Jest and by `require`. */
async function checkCommonJs(folder: string, tarball: string): Promise<void> {
  const project = join(folder, 'common-js')
  await mkdir(project)
  for (const [name, text] of Object.entries(files)) await writeFile(join(project, name), text)
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund']
  await run('npm', ['install', ...quiet, '--save-dev', tarball, ...packages], project)
  const bin = (name: string, ...args: readonly string[]) =>
    run(process.execPath, [join(project, 'node_modules/.bin', name), ...args], project)
  await bin('tsc', '--noEmit', '-p', '.')
  await bin('jest')
  await run(process.execPath, ['required.cjs'], project)
  await writeFile(
    join(project, 'analysis.cjs'),
    analysis("const { createEmulator } = require('vod-emulator')"),
  )
  await analyse(process.execPath, 'analysis.cjs', project)
  say('CommonJS: types, Jest with TypeScript, MSW 2, require, a film analysed')
}

const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-package-'))
try {
  const tarball = await packed(folder)
  const project = await consumer(folder, tarball)
  await lint(tarball)
  await checkTypes(project)
  await checkCommonJs(folder, tarball)
  for (const node of [process.execPath, ...process.argv.slice(2)]) await checkNode(node, project)
} finally {
  await rm(folder, { recursive: true, force: true })
}
