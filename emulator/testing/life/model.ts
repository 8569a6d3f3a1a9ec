import {
  durations,
  imageMachine,
  type Plan,
  type StateMachine,
  videoMachine,
} from '#contracts/vod/states/index.ts'
import { noTranscoding } from '#contracts/vod/template-groups.ts'
import type { TemplateGroup } from '../../ports/records/accounts.ts'
import type { VideoRecord } from '../../ports/records/media.ts'
import { media } from '../records/samples.ts'

export const profile = 'realistic'
const definitions = ['LD', 'SD'] as const

const group = (templateGroupId: string, isReviewed: boolean): TemplateGroup => ({
  templateGroupId,
  definitions,
  takesSnapshots: false,
  isReviewed,
})

export const account = {
  defaultAppId: media.appId,
  defaultLocations: {},
  isAccelerated: false,
  hasApplications: true,
  templateGroups: [group('transcoding', false), group('reviewing', true)],
  outcomes: [{ title: 'failing', outcome: 'TranscodeFail' }],
} as const

/** How a video or an image is asked for, and how far it is processed. */
export interface Kind {
  readonly isImage?: true
  readonly plan: Plan
  readonly change: Partial<
    Pick<VideoRecord, 'templateGroupId' | 'workflowId' | 'title' | 'userData'>
  >
  readonly ends?: 'UploadFail' | 'TranscodeFail' | 'Blocked'
}

const asked = (Outcome: string) => ({
  userData: JSON.stringify({ VodEmulator: { Outcome }, Extend: 'x' }),
})

export const kinds: readonly Kind[] = [
  { plan: 'analysing', change: {} },
  { plan: 'analysing', change: { templateGroupId: 'transcoding', workflowId: 'wins' } },
  { plan: 'storing', change: { templateGroupId: noTranscoding } },
  { plan: 'transcoding', change: { templateGroupId: 'transcoding' } },
  { plan: 'reviewing', change: { templateGroupId: 'reviewing' } },
  { plan: 'transcoding', change: { title: 'a failing one' }, ends: 'TranscodeFail' },
  { plan: 'transcoding', change: asked('TranscodeFail'), ends: 'TranscodeFail' },
  { plan: 'reviewing', change: asked('Blocked'), ends: 'Blocked' },
  { plan: 'analysing', change: asked('UploadFail'), ends: 'UploadFail' },
  { isImage: true, plan: 'analysing', change: {} },
  { isImage: true, plan: 'analysing', change: asked('UploadFail'), ends: 'UploadFail' },
]

/** What the tables say of one video or image. */
export class Model {
  state = 'Uploading'
  readonly sent: string[] = []
  readonly kind: Kind
  private isGood = true
  private due: { processing: keyof (typeof durations)['realistic']; atMs: number } | undefined

  constructor(kind: Kind) {
    this.kind = kind
  }

  private happens(happening: string, atMs: number): void {
    const { plan } = this.kind
    const machine: StateMachine<string> = this.kind.isImage ? imageMachine : videoMachine
    const row = machine.find(
      ({ on, from = [this.state], plans = [plan] }) =>
        on === happening && from.some((one) => one === this.state) && plans.includes(plan),
    )
    if (!row) return
    this.state = row.to
    for (const name of row.sends ?? []) {
      if (name === 'SnapshotComplete') continue
      const times = name === 'StreamTranscodeComplete' ? this.streams() : 1
      for (let i = 0; i < times; i++) this.sent.push(`${name} ${atMs / 1000}`)
    }
    if (row.next)
      this.due = { processing: row.next, atMs: atMs + durations[profile][row.next] * 1000 }
  }

  private streams(): number {
    return this.kind.change.templateGroupId === undefined ? 1 : definitions.length
  }

  upload(isGood: boolean, atMs: number): void {
    this.isGood = isGood
    this.happens(this.kind.ends === 'UploadFail' ? 'uploadFailed' : 'uploaded', atMs)
  }

  reach(nowMs: number): void {
    const { due } = this
    if (!due || due.atMs > nowMs) return
    this.due = undefined
    const { ends } = this.kind
    const happening = {
      analysis: this.isGood ? 'analysed' : 'damaged',
      transcoding: ends === 'TranscodeFail' ? 'transcodingFailed' : 'transcoded',
      review: ends === 'Blocked' ? 'blocked' : 'passed',
    }[due.processing]
    this.happens(happening, due.atMs)
    this.reach(nowMs)
  }
}
