/** Id of the template group that every account has: it stores the file as it is. */
export const noTranscoding = 'VOD_NO_TRANSCODE'

/** Definitions of transcoded streams. */
export const definitions = ['FD', 'LD', 'SD', 'HD', 'OD', '2K', '4K', 'SQ', 'HQ'] as const

/** How uploads and their processing can be made to end, so that programs can try it. */
export const outcomes = ['UploadFail', 'TranscodeFail', 'Blocked'] as const
