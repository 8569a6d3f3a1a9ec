import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { pgDriver } from './pg.ts'

const url = inject('postgres') ?? ''

/** When a connection breaks, with what asks for a commit still unsent, or with its answer still under way. */
type Break = 'before' | 'after'

/** Stands before a server, and breaks the next connection on which a commit is asked for. */
async function breaking(server: URL) {
  let next: Break | undefined
  const open = new Set<Socket>()
  const listener = createServer((client) => {
    const upstream = connect(Number(server.port), server.hostname)
    const sockets = [client, upstream]
    for (const socket of sockets) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        for (const one of sockets) one.destroy()
      })
    }
    let isBroken = false
    client.on('data', (data) => {
      const when = data.includes('COMMIT') ? next : undefined
      if (when) next = undefined
      if (when === 'before') client.destroy()
      else upstream.write(data)
      isBroken ||= when !== undefined
    })
    upstream.on('data', (data) => (isBroken ? client.destroy() : client.write(data)))
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const through = new URL(server)
  through.port = String(typeof address === 'object' ? address?.port : address)
  return {
    url: through.href,
    break: (when: Break) => {
      next = when
    },
    close() {
      listener.close()
      for (const socket of open) socket.destroy()
    },
  }
}

describe.runIf(url)('a connection that breaks while a transaction commits', () => {
  const open = async () => {
    const proxy = await breaking(new URL(url))
    return { proxy, driver: await pgDriver({ url: proxy.url, where: 'the server' }) }
  }
  let opened: Awaited<ReturnType<typeof open>>
  beforeAll(async () => {
    opened = await open()
    await opened.driver.ask('CREATE TABLE IF NOT EXISTS outcome (name text PRIMARY KEY)')
  })
  afterAll(async () => {
    await opened.driver.ask('DROP TABLE outcome')
    await opened.driver.close()
    opened.proxy.close()
  })

  const add = (name: string) =>
    opened.driver.transaction((ask) => ask('INSERT INTO outcome VALUES ($1)', [name]))
  const names = async () =>
    (await opened.driver.ask('SELECT name FROM outcome')).map((row) => row.name)

  test('is no failure when it has committed', async () => {
    opened.proxy.break('after')

    await add('committed')

    expect(await names()).toContain('committed')
  })

  test('is one when it has not', async () => {
    opened.proxy.break('before')

    await expect(add('lost')).rejects.toThrow()

    expect(await names()).not.toContain('lost')
  })
})
