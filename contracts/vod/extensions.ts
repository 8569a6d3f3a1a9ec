import { byEdition } from '../edition.ts'

/** Extensions of video files, in lower case (documented). A GIF is one, and `ogg` is one although most hold only sound. */
export const videoExtensions = [
  'mp4',
  'ts',
  '3gp',
  'mpg',
  'mpeg',
  'mpe',
  'dat',
  'vob',
  'asf',
  'avi',
  'wmv',
  'flv',
  'f4v',
  'rm',
  'rmvb',
  'mov',
  'mkv',
  'm3u8',
  'dv',
  'gif',
  'm2t',
  'm4v',
  'mj2',
  'mjpeg',
  'mts',
  'ogg',
  'qt',
  'swf',
  'webm',
] as const

/** Extensions of audio files, in lower case (documented). A media made of one is an audio, whatever its file holds. */
export const audioExtensions = [
  'mp3',
  'wma',
  'wav',
  'aac',
  'ra',
  'm4a',
  'flac',
  'ape',
  'ac3',
  'amr',
  'caf',
  'acm',
] as const

/** What CreateUploadVideo takes, in lower case. */
export const playedExtensions = [...videoExtensions, ...audioExtensions] as const

/** Extensions of images, in lower case (documented). */
export const imageExtensions = byEdition({
  '2021': ['png', 'jpg', 'jpeg', 'gif'],
  latest: ['png', 'jpg', 'jpeg', 'gif', 'heic', 'webp'],
})

/** Which sources play as they are, without transcoding, by their extension (documented). */
export const untranscodedExtensions = byEdition({
  '2021': ['mp4', 'flv', 'mp3', 'm3u8'],
  latest: ['mp4', 'flv', 'mp3', 'm3u8', 'webm'],
})

/** @param extension without dot, in lower case */
export const isPlayedExtension = (extension: string): boolean =>
  playedExtensions.some((played) => played === extension)

/** @param extension without dot, of any case */
export const isAudioExtension = (extension: string): boolean =>
  audioExtensions.some((audio) => audio === extension.toLowerCase())
