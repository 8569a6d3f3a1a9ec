import { rpcChecks } from '#contracts/checks.ts'
import { commonErrors } from '#contracts/common-errors.ts'
import { commonParameters } from '#contracts/common-parameters.ts'
import {
  checkTable,
  commonParameterTable,
  errorTable,
  ossOverview,
  rpcOverview,
  rpcPage,
  table,
} from '#contracts/derive/markdown.ts'
import { ossOperations, rpcOperations } from '#contracts/index.ts'
import type { RpcOperation } from '#contracts/operation.ts'
import { ossChecks } from '#contracts/oss/checks.ts'
import { ossErrors } from '#contracts/oss/errors.ts'
import { type Tolerance, tolerances } from '#contracts/tolerances.ts'
import { optionsTable } from '../config.ts'

const toleranceTable = (): string =>
  table(
    ['tolerance', 'on', 'what', 'needed by', 'evidence'],
    Object.entries<Tolerance>(tolerances).map(([name, tolerance]) => [
      `\`${name}\``,
      tolerance.always ? 'always' : 'by `--leniency`',
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
    ['contracts/reference/common.md', commonPage()] as const,
    ['contracts/reference/oss.md', ossPage()] as const,
  ])

/** Generated sections of pages that are written by hand: path → section name → text. */
export const sections = (): ReadonlyMap<string, Readonly<Record<string, string>>> =>
  new Map([
    ['README.md', { options: optionsTable() }],
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
