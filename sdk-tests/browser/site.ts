import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { exampleOf } from '../readme/example.ts'
import { cwd } from '../setup/program.ts'

/** A page, served by its backend in a process of its own. */
export interface Site extends AsyncDisposable {
  readonly origin: string
}

export interface SiteOptions {
  /** Where the backend calls VOD. */
  readonly endpoint: string
  /** File of a CA that the backend trusts. */
  readonly caFile?: string | undefined
  /** Script of the page, instead of that of the README. */
  readonly script?: string
}

/** Starts the backend of `docs/browser.md` on a free port, with the files that a user saves. */
export async function startSite({
  endpoint,
  caFile = '',
  script = exampleOf('page.js'),
}: SiteOptions): Promise<Site> {
  await using starting = new AsyncDisposableStack()
  // Beside the README, so that its packages are found.
  const folder = await mkdtemp(`${cwd}.example-`)
  starting.defer(() => rm(folder, { recursive: true }))
  await writeFile(`${folder}/page.js`, script)
  for (const name of ['index.html', 'server.mjs'])
    await writeFile(`${folder}/${name}`, exampleOf(name))
  const server = spawn(process.execPath, [`${folder}/server.mjs`], {
    env: { VOD_ENDPOINT: endpoint, PORT: '0', NODE_EXTRA_CA_CERTS: caFile },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  starting.defer(async () => {
    const ended = once(server, 'exit')
    if (server.kill()) await ended
  })
  for await (const origin of createInterface({ input: server.stdout })) {
    const started = starting.move()
    return { origin, [Symbol.asyncDispose]: () => started.disposeAsync() }
  }
  throw new Error('The backend of docs/browser.md ended before it told its origin.')
}
