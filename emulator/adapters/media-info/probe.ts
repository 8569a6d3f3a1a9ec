import type { MediaProbe } from '../../ports/media-probe.ts'
import { imageFacts, videoFacts } from './facts.ts'
import { type Parser, parser } from './parser.ts'

/** Reads facts with MediaInfo, in a thread that is started for the first file. */
export function mediaInfoProbe(files: Parser = parser()): MediaProbe {
  return {
    async video(file, signal) {
      const parsed = file.size > 0 ? await files.parse(file, signal) : undefined
      return parsed && videoFacts(parsed, file.size)
    },
    async image(file, signal) {
      const parsed = file.size > 0 ? await files.parse(file, signal) : undefined
      return parsed && imageFacts(parsed)
    },
    close: files.close,
  }
}
