import type { MediaProbe, RangedFile } from '../../ports/media-probe.ts'
import type { Parser } from './parser.ts'

/** Reads facts with MediaInfo. All of it is loaded with the first file that was uploaded: a start does not need it. */
export function mediaInfoProbe(): MediaProbe {
  let files: Parser | undefined

  async function parse(file: RangedFile, signal: AbortSignal) {
    if (file.size === 0) return undefined
    const { parser } = await import('./parser.ts')
    files ??= parser()
    return files.parse(file, signal)
  }

  return {
    async video(file, signal) {
      const parsed = await parse(file, signal)
      const { videoFacts } = await import('./facts.ts')
      return parsed && videoFacts(parsed, file.size)
    },
    async image(file, signal) {
      const parsed = await parse(file, signal)
      const { imageFacts } = await import('./facts.ts')
      return parsed && imageFacts(parsed)
    },
    close: async () => files?.close(),
  }
}
