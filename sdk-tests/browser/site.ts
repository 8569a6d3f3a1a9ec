import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { exampleOf } from '../readme/example.ts'
import { cwd } from '../setup/program.ts'

/** The page of the README, served by its backend in a process of its own. */
export interface Site extends AsyncDisposable {
  readonly origin: string
}

/** What a user saves: the files of `docs/browser.md`, and the script of the README. */
const files = ['index.html', 'page.js', 'server.mjs']

/**
 * Starts the backend of `docs/browser.md` on a free port.
 *
 * @param endpoint where it calls VOD
 */
export async function startSite(endpoint: string): Promise<Site> {
  await using starting = new AsyncDisposableStack()
  // Beside the README, so that its packages are found.
  const folder = await mkdtemp(`${cwd}.example-`)
  starting.defer(() => rm(folder, { recursive: true }))
  await Promise.all(files.map((name) => writeFile(`${folder}/${name}`, exampleOf(name))))
  const server = spawn(process.execPath, [`${folder}/server.mjs`], {
    env: { VOD_ENDPOINT: endpoint, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  starting.defer(async () => {
    const ended = once(server, 'exit')
    if (server.kill()) await ended
  })
  const [origin] = await once(createInterface({ input: server.stdout }), 'line')
  const started = starting.move()
  return { origin, [Symbol.asyncDispose]: () => started.disposeAsync() }
}
