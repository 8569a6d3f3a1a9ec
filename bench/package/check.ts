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
import { programs } from './consumer.ts'

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

/** A project that depends on nothing but the package; MSW and the compiler are lent by this repository. */
async function consumer(folder: string, tarball: string): Promise<string> {
  const project = join(folder, 'consumer')
  await mkdir(project)
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', tarball], project)
  await mkdir(join(project, 'node_modules/@types'), { recursive: true })
  for (const lent of ['msw', '@types/node'])
    await symlink(resolve('node_modules', lent), join(project, 'node_modules', lent))
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(project, `${name}.mjs`), text.replace(/^\/\/ @ts-.*$/gm, ''))
    await writeFile(join(project, `${name}.mts`), text)
  }
  return project
}

/** Every declaration that a caller of the library reaches must be complete by itself; those of MSW are not ours. */
async function checkTypes(project: string): Promise<void> {
  const tsc = resolve('node_modules/typescript/bin/tsc')
  const options = '--noEmit --strict --target es2024 --lib es2024,esnext.disposable --types node'
  const modules = ['--module nodenext', '--module preserve --moduleResolution bundler']
  for (const module of modules) {
    const common = [tsc, ...options.split(' '), ...module.split(' ')]
    await run(process.execPath, [...common, '--skipLibCheck', 'false', 'library.mts'], project)
    await run(process.execPath, [...common, '--skipLibCheck', 'msw.mts'], project)
  }
  say('types: complete, for nodenext and bundler')
}

async function checkNode(node: string, project: string): Promise<void> {
  const version = (await run(node, ['--version'])).trim()
  for (const name of Object.keys(programs)) await run(node, [`${name}.mjs`], project)
  const program = join(project, 'node_modules/.bin/vod-emulator')
  const told = await run(node, [program, '--version'])
  {
    await using server = await launch([node, program, '--port', '0', '--log', 'silent'])
    const response = await fetch(`http://127.0.0.1:${server.port}/_emulator/health`)
    if (!response.ok) throw new Error(`health: ${response.status}`)
    await response.arrayBuffer()
  }
  say(`node ${version}: library, msw, vod-emulator ${told.trim()} up to Ready.`)
}

const folder = await mkdtemp(join(tmpdir(), 'vod-emulator-package-'))
try {
  const tarball = await packed(folder)
  const project = await consumer(folder, tarball)
  await lint(tarball)
  await checkTypes(project)
  for (const node of [process.execPath, ...process.argv.slice(2)]) await checkNode(node, project)
} finally {
  await rm(folder, { recursive: true, force: true })
}
