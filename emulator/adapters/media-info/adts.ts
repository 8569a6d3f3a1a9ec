const sampleRates = [
  96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350,
] as const

const samplesOfBlock = 1024

/** Size of the frame that starts at a place, bytes, and its duration, seconds. */
function frameAt(bytes: Uint8Array, at: number) {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = bytes.subarray(at, at + 7)
  const rate = sampleRates[(c >> 2) & 15]
  const size = ((d & 3) << 11) | (e << 3) | (f >> 5)
  if (a !== 0xff || (b & 0xf6) !== 0xf0 || rate === undefined || size < 7) return undefined
  return { size, seconds: (((g & 3) + 1) * samplesOfBlock) / rate }
}

/**
 * Seconds of AAC in ADTS, which has no index: the frames at the start are counted, and the rest of the file is as they are.
 *
 * @param head the first bytes of the file
 * @param size of the whole file, bytes
 */
export function adtsDuration(head: Uint8Array, size: number): number | undefined {
  const first = head.findIndex((_, at) => {
    const frame = frameAt(head, at)
    return frame !== undefined && frameAt(head, at + frame.size) !== undefined
  })
  if (first < 0) return undefined
  let at = first
  let seconds = 0
  for (let frame = frameAt(head, at); frame; frame = frameAt(head, at)) {
    at += frame.size
    seconds += frame.seconds
  }
  return (seconds * (size - first)) / (at - first)
}
