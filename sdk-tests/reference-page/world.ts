import { setupServer } from 'msw/node'
import { expect } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import type { LibraryOptions } from '#emulator/index.ts'
import { vodHandlers } from '#emulator/msw.ts'
import { type OssClient, uploadClient } from '../clients/ali-oss.ts'
import { decodeUpload, type Upload } from '../clients/decode.ts'
import { openapiCore } from '../clients/openapi-core.ts'
import { type Body, succeeded } from '../clients/rpc-driver.ts'
import { emulatorUnderServiceNames, startEmulatorTarget } from '../setup/target.ts'

type Parameters = Readonly<Record<string, string>>

/** What CreateUploadAttachedMedia answered. */
export interface Created {
  readonly body: Body
  readonly mediaId: string
  readonly fileUrl: string
  readonly mediaUrl: string
  readonly upload: Upload
  /** An OSS client as an application makes it of the answer. */
  readonly oss: OssClient
}

/** An account in which sentences are tried, with an official client of the RPC API. */
export interface World {
  readonly target: EmulatorTarget
  /** @throws Error naming the refusal */
  call(action: string, parameters: Parameters): Promise<Body>
  /** The code with which a call is refused. */
  refused(action: string, parameters: Parameters): Promise<string>
  /** Asks for the upload of a watermark, or of what else the parameters name. */
  create(parameters?: Parameters): Promise<Created>
  /** What GetAttachedMediaInfo tells of one media. */
  info(mediaId: string, parameters?: Parameters): Promise<Body>
}

/** One sentence of the page, shown. */
export interface Shown {
  /** What was done with a real client. */
  readonly done: string
  readonly came: string
  readonly show: (world: World) => Promise<void>
}

/** Sentences by their numbers. */
export type Sentences = Readonly<Record<number, Shown>>

export const anyFile = Buffer.from('the bytes of a file')

/** @param target an emulator */
function worldOf(target: EmulatorTarget): World {
  const call = (action: string, parameters: Parameters) =>
    succeeded(openapiCore.call(target, action, parameters))
  return {
    target,
    call,
    async refused(action, parameters) {
      const answer = await openapiCore.call(target, action, parameters)
      return answer.ok ? expect.unreachable('It was not refused.') : answer.code
    },
    async create(parameters = {}) {
      const body = await call('CreateUploadAttachedMedia', {
        BusinessType: 'watermark',
        ...parameters,
      })
      const upload = decodeUpload(body)
      const { MediaId, FileURL, MediaURL } = body
      return {
        body,
        mediaId: String(MediaId),
        fileUrl: String(FileURL),
        mediaUrl: String(MediaURL),
        upload,
        oss: uploadClient(upload, { addressing: 'ip', region: upload.auth.Region }),
      }
    },
    async info(mediaId, parameters = {}) {
      const body = await call('GetAttachedMediaInfo', { MediaIds: mediaId, ...parameters })
      const [media] = body.AttachedMediaList as readonly Body[]
      return media ?? expect.unreachable(`There is no media ${mediaId}.`)
    },
  }
}

/** Starts an emulator of its own for a sentence, or for the whole page. */
export async function startWorld(options: LibraryOptions = {}): Promise<World & AsyncDisposable> {
  const target = await startEmulatorTarget(options)
  return { ...worldOf(target), [Symbol.asyncDispose]: () => target[Symbol.asyncDispose]() }
}

/** The same under the names of the service, which MSW answers. */
export async function startWorldUnderServiceNames(
  options: LibraryOptions,
): Promise<World & AsyncDisposable> {
  const { emulator, target } = await emulatorUnderServiceNames(options)
  const server = setupServer(...vodHandlers(emulator))
  server.listen({ onUnhandledFrame: 'error' })
  return {
    ...worldOf(target),
    async [Symbol.asyncDispose]() {
      server.close()
      await emulator.close()
    },
  }
}
