import type { Resolved } from '../../edition.ts'
import type { Schema } from '../../schema.ts'
import { isBoolean, isDecimal, isTime, isUrl } from '../measure.ts'
import {
  type AppliedConstraint,
  type Constraint,
  everyText,
  type Generation,
  shown,
  values,
} from './constraint.ts'

const maxDecimal = 2n ** 63n - 1n

/** What every value of a format looks like. */
const formats = {
  decimal: {
    words: 'decimal',
    check: everyText(isDecimal, (text) => `${shown(text)} is not an integer between 0 and 2^63−1`),
    violations: values('abc', '-1', '1.5', '0x10', '9223372036854775808'),
    accepted: ({ fc }: Generation) =>
      fc
        .tuple(fc.bigInt({ min: 0n, max: maxDecimal }), fc.constantFrom('', '0', '00'))
        .map(([value, zeros]) => zeros + value),
  },
  url: {
    words: 'an HTTP or HTTPS URL',
    check: everyText(isUrl, (text) => `${shown(text)} is not an HTTP or HTTPS URL`),
    violations: values(
      ...['example.com', 'ftp://example.com/a', 'http://', 'http//a', '/a', 'http:a'],
      ...['http://a/b c', 'http://a/\nb', 'http://a/\tb', 'http://a\\b'],
    ),
    accepted: ({ fc }: Generation) =>
      fc
        .tuple(
          fc.constantFrom('http://', 'https://', 'HTTP://'),
          fc.constantFrom('example.com', 'localhost:8080', '[::1]', '例え.jp'),
          fc.string({ unit: fc.constantFrom(...'ab中/?&=,%.#') }),
        )
        .map(([scheme, host, rest]) => `${scheme}${host}/${rest}`),
  },
  boolean: {
    words: '`true` or `false`, in any case',
    check: everyText(isBoolean, (text) => `${shown(text)} is not true or false`),
    violations: values('1', '0', 'yes', 'on', 'truefalse'),
    accepted: ({ fc }: Generation) =>
      fc.constantFrom('true', 'false', 'True', 'False', 'TRUE', 'FALSE'),
  },
  timestamp: {
    words: '`yyyy-MM-ddTHH:mm:ssZ`',
    check: everyText(isTime, (text) => `${shown(text)} is not a time as 2026-01-01T00:00:00Z`),
    violations: values(
      '2026-01-01',
      '2026-01-01 00:00:00',
      '2026-02-30T00:00:00Z',
      '2026-01-01T00:00:00+08:00',
      '2026-01-01T00:00:00.000Z',
      '1767225600',
    ),
    accepted: ({ fc }: Generation) =>
      fc
        .date({
          min: new Date('2015-01-01T00:00:00Z'),
          max: new Date('2035-01-01T00:00:00Z'),
          noInvalidDate: true,
        })
        .map((date) => `${date.toISOString().slice(0, 19)}Z`),
  },
} satisfies Readonly<Record<string, AppliedConstraint>>

/** Other kinds of JSON, and texts that are not JSON. */
const notJson = ['"text"', '{', 'null', '123', '{"a":}', '[{]']

function jsonText(schema: Resolved<Schema> & { kind: 'json' }): AppliedConstraint {
  const isList = 'kind' in schema.content && schema.content.kind === 'list'
  const [words, ...others] = isList ? ['a JSON array', '{}', '[]'] : ['a JSON object', '[]']
  return {
    words,
    check: ({ malformed }) => (malformed === undefined ? undefined : { measured: malformed }),
    violations: values(...notJson, ...others),
  }
}

export const format: Constraint = (schema) => {
  if (schema.kind === 'json') return jsonText(schema)
  if (schema.kind === 'boolean' || schema.kind === 'timestamp') return formats[schema.kind]
  return schema.kind === 'string' && schema.format ? formats[schema.format] : undefined
}
