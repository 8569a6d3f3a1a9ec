import { onTestFinished } from 'vitest'
import { type LibraryOptions, startEmulator } from '#emulator/index.ts'
import { openapiCore } from '../../clients/openapi-core.ts'
import { succeeded } from '../../clients/rpc-driver.ts'
import { targetAt } from '../../faults/kills/process.ts'
import { startFileServer } from '../../setup/file-server.ts'
import { type ReceivedEvent, startReceiver } from '../../setup/receiver.ts'

type Parameters = Readonly<Record<string, string>>

export interface Job {
  readonly JobId: string
  readonly SourceURL: string
}

export interface Info extends Job {
  readonly Status: string
  readonly MediaId?: string
  readonly ErrorCode?: string
}

export const listed = (urls: readonly string[]) => urls.map(encodeURIComponent).join(',')

/** An emulator, a server of files, and a program that receives the events of both. */
export async function startUrlUploads(options: LibraryOptions = {}) {
  const vod = await startEmulator({ port: 0, ...options })
  onTestFinished(() => vod.close())
  const files = await startFileServer()
  onTestFinished(() => files[Symbol.asyncDispose]())
  const receiver = await startReceiver()
  onTestFinished(() => receiver[Symbol.asyncDispose]())
  const target = await targetAt(vod.url)
  const call = (action: string, parameters: Parameters) =>
    succeeded(openapiCore.call(target, action, parameters))
  await call('SetMessageCallback', {
    CallbackURL: receiver.origin,
    EventTypeList: 'FileUploadComplete,UploadByURLComplete',
  })
  const ended = new Map<unknown, (event: ReceivedEvent) => void>()
  receiver.answer((response, event) => {
    response.end()
    if (event.body.EventType === 'UploadByURLComplete') ended.get(event.body.JobId)?.(event)
  })
  const urlOf = (path: string) => `${files.origin}${path}`
  const submit = async (paths: readonly string[], parameters: Parameters = {}) => {
    const UploadURLs = listed(paths.map((path) => (path.startsWith('/') ? urlOf(path) : path)))
    const { UploadJobs } = await call('UploadMediaByURL', { UploadURLs, ...parameters })
    return UploadJobs as readonly Job[]
  }
  /** The events that tell of the end of some jobs. */
  const ends = (jobs: readonly Job[]) =>
    Promise.all(
      jobs.map(
        ({ JobId }) =>
          receiver.received.find(({ body }) => body.JobId === JobId) ??
          new Promise<ReceivedEvent>((resolve) => ended.set(JobId, resolve)),
      ),
    )
  const infos = async (jobs: readonly Job[]) => {
    const JobIds = jobs.map(({ JobId }) => JobId).join(',')
    const { URLUploadInfoList } = await call('GetURLUploadInfos', { JobIds })
    return URLUploadInfoList as readonly Info[]
  }
  return { vod, target, files, receiver, call, urlOf, submit, ends, infos }
}
