/** As much of ali-oss, which brings no types, as the tests use. */
declare module 'ali-oss' {
  import type { Readable } from 'node:stream'

  namespace OSS {
    interface Options {
      readonly accessKeyId: string
      readonly accessKeySecret: string
      readonly stsToken?: string
      readonly refreshSTSTokenInterval?: number
      readonly bucket: string
      readonly endpoint: string
      readonly region: string
      readonly cname?: boolean
      readonly sldEnable?: boolean
      readonly authorizationV4?: boolean
      readonly headerEncoding?: 'utf-8' | 'latin1'
    }

    interface Sent {
      readonly method: string
      readonly headers: Readonly<Record<string, string>>
    }

    interface Answer {
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
    }

    interface Answered {
      readonly res: Answer
    }

    interface Checkpoint {
      readonly uploadId: string
      readonly doneParts: readonly { readonly number: number; readonly etag: string }[]
    }

    interface RequestOptions {
      readonly headers?: Readonly<Record<string, string>>
      readonly meta?: Readonly<Record<string, string>>
      readonly subres?: Readonly<Record<string, string>>
      readonly mime?: string
    }

    interface PutOptions extends RequestOptions {
      /** Of a stream; without it the body goes in chunks. */
      readonly contentLength?: number
    }

    interface MultipartOptions extends RequestOptions {
      readonly parallel?: number
      readonly partSize?: number
      readonly checkpoint?: Checkpoint
      readonly progress?: (fraction: number, checkpoint?: Checkpoint) => void | Promise<void>
    }

    interface Part {
      readonly PartNumber: string
      readonly ETag: string
      readonly Size: string
    }

    interface UrlOptions {
      /** Headers that the signature covers. */
      readonly [header: string]: string | number | Readonly<Record<string, string>> | undefined
      readonly method?: string
      readonly expires?: number
      readonly subResource?: Readonly<Record<string, string>>
    }
  }

  class OSS {
    constructor(options: OSS.Options)
    readonly options: { accessKeySecret: string }
    /** What sends. */
    urllib: { request(url: string, params: OSS.Sent): Promise<unknown> }
    /** Makes the Authorization header of V4. */
    authorizationV4(
      method: string,
      request: { readonly headers: Readonly<Record<string, string>> },
      bucket: string,
      object: string,
      additionalHeaders?: readonly string[],
    ): string
    put(
      name: string,
      file: Buffer | Readable | string,
      options?: OSS.PutOptions,
    ): Promise<OSS.Answered>
    get(
      name: string,
      options?: OSS.RequestOptions,
    ): Promise<OSS.Answered & { readonly content: Buffer }>
    head(
      name: string,
      options?: OSS.RequestOptions,
    ): Promise<
      OSS.Answered & {
        readonly meta: Readonly<Record<string, string>> | null
        readonly status: number
      }
    >
    getObjectMeta(name: string): Promise<OSS.Answered>
    delete(name: string): Promise<OSS.Answered>
    multipartUpload(
      name: string,
      file: Buffer | string,
      options?: OSS.MultipartOptions,
    ): Promise<OSS.Answered & { readonly etag: string }>
    initMultipartUpload(name: string): Promise<{ readonly uploadId: string }>
    uploadPart(
      name: string,
      uploadId: string,
      number: number,
      file: Buffer,
      start: number,
      end: number,
    ): Promise<{ readonly etag: string }>
    listParts(
      name: string,
      uploadId: string,
      query?: Readonly<Record<string, string>>,
    ): Promise<{ readonly parts: OSS.Part | readonly OSS.Part[] }>
    completeMultipartUpload(
      name: string,
      uploadId: string,
      parts: readonly { readonly number: number; readonly etag: string }[],
      options?: OSS.RequestOptions,
    ): Promise<OSS.Answered & { readonly etag: string }>
    abortMultipartUpload(name: string, uploadId: string): Promise<OSS.Answered>
    cancel(): void
    signatureUrl(name: string, options?: OSS.UrlOptions): string
    signatureUrlV4(
      method: string,
      expires: number,
      request: {
        readonly headers?: Readonly<Record<string, string>>
        readonly queries?: Readonly<Record<string, string>>
      },
      name: string,
    ): Promise<string>
  }

  export = OSS
}
