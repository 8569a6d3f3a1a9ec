import { cdnChecks } from '#contracts/cdn/checks.ts'
import { cdnErrors } from '#contracts/cdn/errors.ts'
import { eventPage } from '#contracts/derive/event-page.ts'
import {
  checkTable,
  commonParameterTable,
  errorTable,
  ossOverview,
  rpcOverview,
  rpcPage,
  table,
} from '#contracts/derive/markdown.ts'
import { statePage } from '#contracts/derive/state-page.ts'
import { ossOperations, rpcOperations } from '#contracts/index.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { ossChecks } from '#contracts/oss/checks.ts'
import { ossErrors } from '#contracts/oss/errors.ts'
import { conditionOperators } from '#contracts/ram/policy.ts'
import { systemPolicies } from '#contracts/ram/system-policies.ts'
import { rpcChecks } from '#contracts/rpc/checks.ts'
import { commonErrors } from '#contracts/rpc/errors.ts'
import { commonParameters } from '#contracts/rpc/parameters.ts'
import { type Tolerance, tolerances } from '#contracts/tolerances.ts'
import { DeleteMediaComplete, MediaBaseChangeComplete } from '#contracts/vod/change-events.ts'
import { AttachedMediaUploadComplete, eventTypes } from '#contracts/vod/events.ts'
import * as processingEvents from '#contracts/vod/processing-events.ts'
import {
  attachedMediaEvidence,
  attachedMediaMachine,
  durations,
  imageEvidence,
  imageMachine,
  videoEvidence,
  videoMachine,
} from '#contracts/vod/states/index.ts'
import { UploadByURLComplete } from '#contracts/vod/url-upload-events.ts'
import { mistakes as cdn } from '../cdn/mistakes.ts'
import { optionsTable } from '../config/index.ts'
import type { Finding } from '../diagnosis/solver.ts'
import { mistakesV1 as ossV1 } from '../oss/signing/v1/mistakes.ts'
import { mistakesV4 as ossV4 } from '../oss/signing/v4/mistakes.ts'
import { mistakesV1 as rpcV1 } from '../rpc/signing/v1/mistakes.ts'
import { mistakesV3 as rpcV3 } from '../rpc/signing/v3/mistakes.ts'
import { coveragePage, emulatedRows } from './emulated.ts'

const concerned = ({ of }: Tolerance): string => {
  if (!of) return 'every call'
  return of.parameter ? `\`${of.parameter}\` of ${of.operation}` : of.operation
}

const toleranceTable = (): string =>
  table(
    ['tolerance', 'on', 'of', 'what', 'needed by', 'evidence'],
    Object.entries<Tolerance>(tolerances).map(([name, tolerance]) => [
      `\`${name}\``,
      tolerance.always ? 'always' : 'by `--lenient`',
      concerned(tolerance),
      tolerance.summary,
      tolerance.neededBy,
      tolerance.evidence,
    ]),
  )

const operations: readonly RpcOperation[] = Object.values(rpcOperations)

const commonPage = (): string => `# What every RPC call has in common

## Parameters

${commonParameterTable(commonParameters)}

## Errors

${errorTable(commonErrors)}

## Tolerances

${toleranceTable()}
`

const ossPage = (): string => `# OSS

## Operations

${ossOverview(Object.values(ossOperations))}

## Errors

A name after a slash tells texts of one code apart; the answer has the code alone.

${errorTable(ossErrors)}
`

const cdnPage = (): string => `# CDN domains

## The order of checks

${checkTable(cdnChecks)}

## Errors

The codes are ours, for the log alone. What is refused for its signature has the message as the header \`X-Tengine-Error\`.

${errorTable(cdnErrors)}
`

const mistakesTable = (mistakes: readonly Finding[]): string =>
  table(
    ['mistake', 'what the client did', 'how to put it right'],
    mistakes.map(({ name, message, remedy }) => [
      `\`${name}\``,
      message.replaceAll('{what}', '…'),
      remedy.replaceAll('{what}', '…'),
    ]),
  )

const mistakesPage = (): string => `# Mistakes that are known by their signatures

On a signature that does not match, the emulator makes these mistakes itself, one and then two at a time, and names the one that
gives the signature that arrived. It looks for 25 ms at most, and over the length of time for a fiftieth of it. Evidence: inferred,
but for the near misses that are documented values.

## RPC, V1

${mistakesTable(rpcV1)}

## RPC, V3

${mistakesTable(rpcV3)}

## OSS, V1

${mistakesTable(ossV1)}

## OSS, V4

${mistakesTable(ossV4)}

## CDN domains

${mistakesTable(cdn)}
`

/** Pages that are generated whole, by their paths. */
export const wholePages = (): ReadonlyMap<string, string> =>
  new Map([
    ...operations.map(
      (operation) =>
        [
          `contracts/reference/${operation.product}/${operation.name}.md`,
          rpcPage(operation),
        ] as const,
    ),
    [
      'contracts/reference/vod/events.md',
      eventPage(
        [
          AttachedMediaUploadComplete,
          ...Object.values(processingEvents),
          UploadByURLComplete,
          MediaBaseChangeComplete,
          DeleteMediaComplete,
        ],
        eventTypes,
      ),
    ] as const,
    [
      'contracts/reference/vod/states.md',
      statePage(
        [
          { title: 'Videos and audios', machine: videoMachine, evidence: videoEvidence },
          { title: 'Images', machine: imageMachine, evidence: imageEvidence },
          {
            title: 'Auxiliary media',
            machine: attachedMediaMachine,
            evidence: attachedMediaEvidence,
          },
        ],
        durations,
      ),
    ] as const,
    ['contracts/reference/common.md', commonPage()] as const,
    ['contracts/reference/oss.md', ossPage()] as const,
    ['contracts/reference/cdn.md', cdnPage()] as const,
    ['contracts/reference/mistakes.md', mistakesPage()] as const,
    ['docs/coverage.md', coveragePage()] as const,
  ])

const systemPolicyTable = (): string =>
  table(
    ['policy', 'allows', 'evidence'],
    Object.entries(systemPolicies).map(([name, { document, evidence }]) => [
      `\`${name}\``,
      document.Statement.flatMap(({ Action }) => Action)
        .map((action) => `\`${action}\``)
        .join(', '),
      evidence,
    ]),
  )

const conditionTable = (): string =>
  table(
    ['key', 'operators'],
    Object.entries(conditionOperators).map(([key, operators]) => [
      `\`${key}\``,
      operators.map((operator) => `\`${operator}\``).join(', '),
    ]),
  )

/** Generated sections of pages that are written by hand: path → section name → text. */
export const sections = (): ReadonlyMap<string, Readonly<Record<string, string>>> =>
  new Map([
    ['README.md', { emulated: emulatedRows() }],
    ['docs/options.md', { options: optionsTable() }],
    ['docs/policies.md', { 'system policies': systemPolicyTable(), conditions: conditionTable() }],
    [
      'contracts/README.md',
      {
        rpc: rpcOverview(operations),
        oss: ossOverview(Object.values(ossOperations)),
        'order of RPC V1': checkTable(rpcChecks.V1),
        'order of RPC V3': checkTable(rpcChecks.V3),
        ...Object.fromEntries(
          Object.entries(ossChecks).map(([scheme, checks]) => [
            `order of OSS ${scheme}`,
            checkTable(checks),
          ]),
        ),
      },
    ],
  ])
