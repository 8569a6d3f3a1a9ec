import { html } from 'hono/html'
import { framed } from './framed.ts'

/** The first page: what runs here and where to look further. */
export const page = (info: {
  readonly version: string
  readonly url: string
  /** Names of the operations. */
  readonly rpc: readonly string[]
  readonly oss: readonly string[]
}) =>
  framed(
    `vod-emulator ${info.version}`,
    html`<h1>vod-emulator ${info.version}</h1>
    <p>ApsaraVideo VOD's upload side on this machine. One port speaks the VOD RPC protocol at <code>/</code> and OSS everywhere else.</p>
    <h2>Point an SDK here</h2>
    <pre>new OpenApi({ endpoint: '${new URL(info.url).host}', protocol: '${new URL(info.url).protocol.slice(0, -1)}', accessKeyId, accessKeySecret })
new RPCClient({ endpoint: '${info.url}', apiVersion: '2017-03-21', accessKeyId, accessKeySecret })</pre>
    <h2>Look inside</h2>
    <ul>
      <li><a href="/_emulator/health">health</a></li>
      <li><a href="/_emulator/ready">ready</a></li>
      <li><a href="/_emulator/info">info</a></li>
      <li><a href="/_emulator/clock">clock</a></li>
      <li><a href="/_emulator/requests">requests</a>, <code>/_emulator/requests/{RequestId}</code></li>
      <li><a href="/_emulator/events">events</a> for callbacks, <code>/_emulator/events/{id}</code></li>
      <li><code>/_emulator/media/{MediaId}</code>, <code>/_emulator/accounts/{AccountId}</code></li>
    </ul>
    <h2>Operations</h2>
    <p>Fill in a call, have it signed, and take it along as code:</p>
    <ul>
      ${info.rpc.map((name) => html`<li><a href="/_emulator/explorer/${name}">${name}</a></li>`)}
    </ul>
    <p>OSS: ${info.oss.join(', ')}</p>
`,
  )
