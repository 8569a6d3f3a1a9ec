import fc from 'fast-check'
import * as hostile from './hostile.ts'
import { hosts } from './hosts.ts'
import { jsonBody } from './json.ts'
import {
  type BodyFraming,
  type ByteString,
  type For,
  type Pairs,
  queryOf,
  type Request,
  utf8,
  type World,
} from './request.ts'
import { signedV1, signedV3 } from './signing.ts'

const known = [
  'BusinessType',
  'Title',
  'MediaExt',
  'FileName',
  'FileSize',
  'Tags',
  'StorageLocation',
  'Description',
  'UserData',
  'CateIds',
  'AppId',
  'MediaIds',
  'AuthTimeout',
  'UpdateContent',
  'Match',
  'Fields',
  'SortBy',
  'PageNo',
  'ScrollToken',
  'Format',
  'Version',
  'Action',
  'SecurityToken',
  'SignatureType',
  'Timestamp',
  'ImageURLs',
]

const good: readonly Pairs[] = [
  [['BusinessType', 'watermark']],
  [
    ['BusinessType', 'subtitle'],
    ['Title', utf8('字幕 of the evening news')],
    ['Tags', 'news,evening'],
    ['FileName', 'C:\\a.srt'],
  ],
  [
    ['BusinessType', 'material'],
    ['MediaExt', 'ZIP'],
    ['FileSize', '123'],
    ['UserData', '{"a":{"b":1}}'],
  ],
]

const ids = 'a'.repeat(32)
const calls: fc.Arbitrary<Pairs> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .constantFrom(...good)
      .map((pairs): Pairs => [['Action', 'CreateUploadAttachedMedia'], ...pairs]),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Pairs>(
      [
        ['Action', 'GetAttachedMediaInfo'],
        ['MediaIds', ids],
      ],
      [
        ['Action', 'GetAttachedMediaInfo'],
        ['MediaIds', `${ids},${ids}`],
        ['AuthTimeout', '60'],
      ],
      [
        ['Action', 'UpdateAttachedMediaInfos'],
        ['UpdateContent', `[{"MediaId":"${ids}","Title":"a"}]`],
      ],
      [
        ['Action', 'SearchMedia'],
        ['SearchType', 'attached'],
        ['Match', "Title = 'a' and (Status in ('Normal') or CateId = 12984346)"],
        ['Fields', 'Title,URL,Categories'],
      ],
      [
        ['Action', 'SearchMedia'],
        ['Match', 'Size = [1,2) and Duration = (0.5,)'],
        ['PageNo', '51'],
        ['PageSize', '100'],
        ['ScrollToken', ids],
      ],
      [
        ['Action', 'DeleteImage'],
        ['DeleteImageType', 'ImageURL'],
        ['ImageURLs', 'http%3A%2F%2F127.0.0.1%2Foutin%2Fimage%2Fdefault%2Fa.png'],
      ],
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.constantFrom('GetPlayInfo', 'CreateUploadVideo'), hostile.text)
      .map((action): Pairs => [['Action', action]]),
  },
)

/** One parameter made hostile, or none. */
const spoilt: fc.Arbitrary<Pairs> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...known), hostile.text)
      .map(([name, value]): Pairs => [[name, value]]),
  },
)

const versioned: fc.Arbitrary<Pairs> = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<Pairs>([['Format', 'JSON']], [['Format', 'XML']], []) },
  { weight: 1, arbitrary: hostile.text.map((format): Pairs => [['Format', format]]) },
)

type Scheme = 'V1' | 'V3'
type Place = 'query' | 'form' | 'json'

interface Call {
  readonly scheme: Scheme
  readonly place: Place
  readonly parameters: Pairs
  readonly json: ByteString
  readonly headers: Pairs
  readonly host: string | undefined
  readonly byUploadKey: boolean
}

const formType: Pairs = [['content-type', 'application/x-www-form-urlencoded']]

/** Action and version go into headers there, as far as headers can carry them. */
function requestV3(call: Call, { account, issued, host }: World): Request {
  const { place, parameters, json } = call
  const action = parameters.findLast(([name]) => name === 'Action')?.[1] ?? ''
  const inHeader = /^[!-~]+$/.test(action) && action.length < 8192
  const others = inHeader ? parameters.filter(([name]) => name !== 'Action') : parameters
  const body = place === 'form' ? queryOf(others) : place === 'json' ? json : ''
  const query = place === 'form' ? [] : others
  const headers: Pairs = [
    ...call.headers,
    ['host', call.host ?? host()],
    ['x-acs-version', '2017-03-21'],
    ...(inHeader ? [['x-acs-action', action] as const] : []),
    ...(place === 'form'
      ? formType
      : place === 'json'
        ? ([['content-type', 'application/json']] as const)
        : []),
  ]
  const key = call.byUploadKey ? issued : account
  return {
    method: 'POST',
    target: `/?${queryOf(query)}`,
    headers: signedV3({ method: 'POST', query, headers, body }, key),
    body,
  }
}

function requestV1(call: Call, { account, issued, host }: World): Request {
  const method = call.place === 'query' ? 'GET' : 'POST'
  const parameters: Pairs = [['Version', '2017-03-21'], ...call.parameters]
  const sent = queryOf(signedV1(method, parameters, call.byUploadKey ? issued : account))
  const headers: Pairs = [['Host', call.host ?? host()], ...call.headers]
  return method === 'GET'
    ? { method, target: `/?${sent}`, headers }
    : { method, target: '/', headers: [...headers, ...formType], body: sent }
}

const ownHeaders: fc.Arbitrary<Pairs> = fc.oneof(
  { weight: 5, arbitrary: fc.constant([]) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'accept',
          'x-acs-trace',
          'user-agent',
          'accept-encoding',
          'origin',
          'cookie',
        ),
        hostile.headerText,
      )
      .map(([name, value]): Pairs => [[name, value]]),
  },
)

/** A call of the gateway, really signed, hostile in one or two places. */
export const rpc: fc.Arbitrary<For<{ request: Request; framing: BodyFraming }>> = fc
  .record({
    scheme: fc.constantFrom<Scheme>('V1', 'V3'),
    place: fc.constantFrom<Place>('query', 'form', 'json'),
    call: calls,
    format: versioned,
    spoilt,
    further: hostile.pairs,
    json: jsonBody,
    headers: ownHeaders,
    host: hosts,
    byUploadKey: fc.integer({ max: 9, min: 0 }).map((n) => n === 0),
    framing: fc.oneof(fc.constant('length' as const), fc.constantFrom(1, 7, 1000)),
  })
  .map(({ scheme, call, format, spoilt: one, further, framing, ...rest }) => (world: World) => {
    // Ten thousand parameters do not go into a target.
    const parameters = [
      ...call,
      ...format,
      ...one,
      ...(rest.place === 'form' ? further : further.slice(0, 1000)),
    ]
    const made = { ...rest, scheme, parameters }
    const request = scheme === 'V1' ? requestV1(made, world) : requestV3(made, world)
    const body = request.body ?? ''
    return { request, framing: body.length > 5000 && framing === 1 ? 1000 : framing }
  })
