import { describe, expect, test } from 'vitest'
import { log } from './log.ts'

const entry = {
  method: 'GET',
  path: '/',
  status: 404,
  milliseconds: 1.26,
  requestId: 'ID',
  code: 'InvalidAction.NotFound',
}

describe('the log', () => {
  test('has one line for a request, and its explanation below', () => {
    const lines: string[] = []
    const { request } = log('pretty', (line) => lines.push(line))

    request({ ...entry, operation: 'MakeCoffee', explanation: 'There is none.' })

    expect(lines).toEqual(['MakeCoffee 404 InvalidAction.NotFound 1.3 ms ID\n  There is none.'])
  })

  test('shows the first line of a long explanation, and where the whole of it is', () => {
    const lines: string[] = []
    const { request } = log('pretty', (line) => lines.push(line))

    request({ ...entry, operation: 'MakeCoffee', explanation: 'There is none.\nNor is there tea.' })

    expect(lines).toEqual([
      'MakeCoffee 404 InvalidAction.NotFound 1.3 ms ID\n  There is none. Whole: /_emulator/requests/ID',
    ])
  })

  test('shows nothing of a client that would move the cursor or begin a line', () => {
    const lines: string[] = []
    const { request } = log('pretty', (line) => lines.push(line))

    request({ ...entry, operation: 'a\nFORGED 200\u001b[31m', explanation: 'b\r\u2028c' })

    expect(lines).toEqual(['a?FORGED 200?[31m 404 InvalidAction.NotFound 1.3 ms ID\n  b??c'])
  })

  test('has a line for what people should know', () => {
    const lines: string[] = []

    log('pretty', (line) => lines.push(line)).notice('MinIO is back.')

    expect(lines).toEqual(['MinIO is back.'])
  })

  test('writes JSON where it is asked for', () => {
    const lines: string[] = []
    const { request, notice } = log('json', (line) => lines.push(line))

    request(entry)
    notice('MinIO is back.')

    expect(lines.map((line) => JSON.parse(line))).toEqual([entry, { notice: 'MinIO is back.' }])
  })
})
