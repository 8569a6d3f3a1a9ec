import { mkdir } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { cwd } from '../setup/program.ts'
import { isLocal } from './chromium.ts'
import { recordCallbacks } from './recorder.ts'

/** What the uploader knows of a file. */
export interface Upload {
  readonly videoId?: string
  readonly bucket: string
  readonly object: string
  readonly state: string
}

/** A window on the page of the README. */
export interface UploadPage {
  readonly page: Page
  /** The uploader's callbacks: name, file, and progress or code. */
  readonly callbacks: readonly string[]
  /** URLs of other machines that the page asked for. */
  readonly elsewhere: readonly string[]
  /** Picks files as a visitor does. */
  choose(...files: readonly string[]): Promise<void>
  /** Calls a method of the uploader. */
  call(method: string): Promise<void>
  uploads(): Promise<readonly Upload[]>
}

async function openIn(context: BrowserContext, origin: string): Promise<UploadPage> {
  const page = await context.newPage()
  const callbacks: string[] = []
  const elsewhere: string[] = []
  page.on('request', (request) => {
    if (!isLocal(request.url())) elsewhere.push(request.url())
  })
  await page.exposeFunction('recordCallback', (line: string) => callbacks.push(line))
  await page.addInitScript(recordCallbacks)
  await page.goto(origin)
  return {
    page,
    callbacks,
    elsewhere,
    choose: (...files) => page.setInputFiles('input', files),
    call: (method) => page.evaluate(`void uploader.${method}`),
    uploads: () =>
      page.evaluate(
        'uploader.listFiles().map(({ videoId, bucket, object, state }) => ({ videoId, bucket, object, state }))',
      ),
  }
}

const screenshots = `${cwd}test-output/browser`

/** Windows of one visitor, who starts with an empty storage. */
export interface Visitor extends AsyncDisposable {
  open(): Promise<UploadPage>
}

/** A visitor of a site. When it leaves, what its windows show is kept under a name. */
export async function visit(browser: Browser, origin: string, name: string): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 640, height: 360 },
    // It has no option to trust a CA for one run.
    ignoreHTTPSErrors: true,
  })
  return {
    open: () => openIn(context, origin),
    async [Symbol.asyncDispose]() {
      await mkdir(screenshots, { recursive: true })
      for (const [index, page] of context.pages().entries()) {
        const file = `${name.replaceAll(/\W+/g, '-')}-${index + 1}.png`
        await page.screenshot({ path: `${screenshots}/${file}` })
      }
      await context.close()
    },
  }
}
