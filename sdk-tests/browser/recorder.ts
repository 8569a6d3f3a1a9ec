/** What the uploader hands to its callbacks, as far as the tests look. */
interface UploadInfo {
  readonly file?: { readonly name: string }
}

type Callback = (upload?: UploadInfo, ...rest: unknown[]) => unknown
type Callbacks = Readonly<Record<string, Callback | undefined>>

interface Api {
  Vod: new (options: Callbacks) => object
}

/** What a page has beside its own script. */
interface Page {
  recordCallback(line: string): void
  AliyunUpload?: Api
}

/**
 * Makes the uploader of a page tell `recordCallback` of every callback before the page's own is called. It runs in the
 * page, before its scripts, and therefore uses nothing from outside.
 */
export function recordCallbacks(): void {
  const names = [
    'onUploadstarted',
    'onUploadProgress',
    'onUploadSucceed',
    'onUploadFailed',
    'onUploadCanceled',
    'onUploadTokenExpired',
    'onUploadEnd',
  ]
  const page = globalThis as typeof globalThis & Page
  const recorded =
    (name: string, own: Callback | undefined): Callback =>
    (upload, ...rest) => {
      const [code, fraction] = rest
      const detail = typeof fraction === 'number' ? fraction.toFixed(2) : code
      const line = [name, upload?.file?.name, detail]
      page.recordCallback(line.filter((word) => typeof word === 'string').join(' '))
      return own?.(upload, ...rest)
    }
  const recording = (options: Callbacks): Callbacks => ({
    ...options,
    ...Object.fromEntries(names.map((name) => [name, recorded(name, options[name])])),
  })
  Object.defineProperty(page, 'AliyunUpload', {
    configurable: true,
    set(api: Api) {
      const { Vod } = api
      api.Vod = class extends Vod {
        constructor(options: Callbacks) {
          super(recording(options))
        }
      }
      Object.defineProperty(page, 'AliyunUpload', { value: api })
    },
  })
}
