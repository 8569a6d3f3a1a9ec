import type { AudioTrack, VideoTrack } from 'mediainfo.js'

/** Short and long name of a codec, as FFmpeg has them: the service's own samples are FFmpeg's. */
export interface Codec {
  readonly codecName: string
  readonly codecLongName?: string
}

const codec = (codecName: string, codecLongName: string): Codec => ({ codecName, codecLongName })

/** By the names of MediaInfo: the format, and where that is not enough, the version or profile too. */
const codecs: Readonly<Record<string, Codec>> = {
  AVC: codec('h264', 'H.264 / AVC / MPEG-4 AVC / MPEG-4 part 10'),
  HEVC: codec('hevc', 'H.265 / HEVC (High Efficiency Video Coding)'),
  AV1: codec('av1', 'Alliance for Open Media AV1'),
  VP8: codec('vp8', 'On2 VP8'),
  VP9: codec('vp9', 'Google VP9'),
  'MPEG-4 Visual': codec('mpeg4', 'MPEG-4 part 2'),
  'MPEG Video 1': codec('mpeg1video', 'MPEG-1 video'),
  'MPEG Video 2': codec('mpeg2video', 'MPEG-2 video'),
  'H.263': codec('h263', 'H.263 / H.263-1996, H.263+ / H.263-1998 / H.263 version 2'),
  'Sorenson Spark': codec('flv1', 'FLV / Sorenson Spark / Sorenson H.263 (Flash Video)'),
  WMV1: codec('wmv1', 'Windows Media Video 7'),
  WMV2: codec('wmv2', 'Windows Media Video 8'),
  WMV3: codec('wmv3', 'Windows Media Video 9'),
  'VC-1': codec('vc1', 'SMPTE VC-1'),
  Theora: codec('theora', 'Theora'),
  'RealVideo 2': codec('rv20', 'RealVideo 2.0'),
  'RealVideo 3': codec('rv30', 'RealVideo 3.0'),
  'RealVideo 4': codec('rv40', 'RealVideo 4.0'),
  DV: codec('dvvideo', 'DV (Digital Video)'),
  JPEG: codec('mjpeg', 'Motion JPEG'),
  GIF: codec('gif', 'CompuServe GIF (Graphics Interchange Format)'),
  ProRes: codec('prores', 'Apple ProRes (iCodec Pro)'),
  AAC: codec('aac', 'AAC (Advanced Audio Coding)'),
  'MPEG Audio Layer 3': codec('mp3', 'MP3 (MPEG audio layer 3)'),
  'MPEG Audio Layer 2': codec('mp2', 'MP2 (MPEG audio layer 2)'),
  'AC-3': codec('ac3', 'ATSC A/52A (AC-3)'),
  'E-AC-3': codec('eac3', 'ATSC A/52B (AC-3, E-AC-3)'),
  FLAC: codec('flac', 'FLAC (Free Lossless Audio Codec)'),
  Vorbis: codec('vorbis', 'Vorbis'),
  Opus: codec('opus', 'Opus (Opus Interactive Audio Codec)'),
  ALAC: codec('alac', 'ALAC (Apple Lossless Audio Codec)'),
  'AMR Narrow band': codec('amr_nb', 'AMR-NB (Adaptive Multi-Rate NarrowBand)'),
  'AMR Wide band': codec('amr_wb', 'AMR-WB (Adaptive Multi-Rate WideBand)'),
  'WMA 1': codec('wmav1', 'Windows Media Audio 1'),
  'WMA 2': codec('wmav2', 'Windows Media Audio 2'),
  "Monkey's Audio": codec('ape', "Monkey's Audio"),
}

/** Samples as they are: 16 bits, little-endian, signed is `pcm_s16le`. Of 8 bits there is but one order. */
function pcm({ BitDepth: bits, ...track }: AudioTrack): Codec {
  const sign = track.Format_Settings_Sign
  const order = bits === 8 ? '' : track.Format_Settings_Endianness
  if (bits === undefined || sign === undefined || order === undefined) return { codecName: 'pcm' }
  const codecName = `pcm_${sign[0]}${bits}${order && `${order[0]}e`}`.toLowerCase()
  const words = `${sign} ${bits}-bit${order && ` ${order}-endian`}`
  return { codecName, codecLongName: `PCM ${words.toLowerCase()}` }
}

/** The codec of a stream; under MediaInfo's own name, in lower case, where FFmpeg's is not known. */
export function codecOf(track: VideoTrack | AudioTrack): Codec | undefined {
  const { Format: format } = track
  if (format === undefined) return undefined
  if (track['@type'] === 'Audio' && format === 'PCM') return pcm(track)
  const known = [track.Format_Profile, track.Format_Version]
    .map((more) => codecs[`${format} ${more}`])
    .find((found) => found)
  return (
    known ?? codecs[format] ?? { codecName: format.toLowerCase().replaceAll(/[^a-z0-9]+/g, '') }
  )
}
