import { expect } from 'vitest'
import { rpcDrivers } from '../clients/index.ts'
import type { Body } from '../clients/rpc-driver.ts'
import type { Sentences, World } from './world.ts'

const action = 'CreateUploadAttachedMedia'

const explorer = ({ target }: World, init?: RequestInit) =>
  fetch(`${target.rpc.protocol}://${target.rpc.host}/_emulator/explorer/${action}`, init)

async function explored(world: World): Promise<Body> {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ BusinessType: 'watermark' })
  return (await explorer(world, { method: 'POST', headers, body })).json() as Promise<Body>
}

/** What the operation is for, and how it is called. */
export const operation: Sentences = {
  1: {
    done: 'asked for a watermark and a subtitle',
    came: 'a URL and a credential for each',
    show: async ({ create }) => {
      for (const BusinessType of ['watermark', 'subtitle']) {
        const { upload } = await create({ BusinessType })
        expect(upload.address.FileName).toContain(`${BusinessType}/`)
        expect(upload.auth.AccessKeyId).toMatch(/^STS\./)
      }
    },
  },
  2: {
    done: 'filled in the form of the explorer',
    came: 'the request with a signature that the emulator accepted',
    show: async (world) => {
      expect(await explored(world)).toMatchObject({
        status: 200,
        request: expect.stringMatching(/&Signature=[\w%]+$/),
      })
    },
  },
  3: {
    done: 'opened the operation in the explorer',
    came: 'a form with a field for each parameter',
    show: async (world) => {
      const response = await explorer(world)
      expect(response.headers.get('content-type')).toContain('text/html')
      expect(await response.text()).toContain('name="BusinessType"')
    },
  },
  4: {
    done: 'called through the explorer',
    came: 'code for two SDKs, which sdk-tests/control/explorer.test.ts runs',
    show: async (world) => {
      const { samples } = await explored(world)
      expect(samples).toMatchObject([
        { sdk: expect.stringContaining('pop-core'), code: expect.stringContaining(action) },
        { sdk: expect.stringContaining('openapi-core'), code: expect.stringContaining(action) },
      ])
    },
  },
  5: {
    done: 'sent the same parameters under two actions',
    came: 'the answer of either operation',
    show: async ({ call, create }) => {
      const { mediaId } = await create({ MediaIds: 'nobody' })
      expect(mediaId).toMatch(/^[0-9a-f]{32}$/)
      const other = await call('GetAttachedMediaInfo', {
        BusinessType: 'watermark',
        MediaIds: 'nobody',
      })
      expect(other.NonExistMediaIds).toEqual(['nobody'])
    },
  },
  6: {
    done: 'called the action by its name, and in another case',
    came: 'the answer, and InvalidAction.NotFound',
    show: async ({ create, refused }) => {
      await create()
      expect(await refused(action.toLowerCase(), { BusinessType: 'watermark' })).toBe(
        'InvalidAction.NotFound',
      )
    },
  },
  56: {
    done: 'called with each client, which adds the common parameters by itself',
    came: 'an answer to each',
    show: async ({ target }) => {
      for (const driver of rpcDrivers)
        expect(await driver.call(target, action, { BusinessType: 'watermark' })).toMatchObject({
          ok: true,
        })
    },
  },
  59: {
    done: 'made every kind of error of this page, and looked at its link',
    came: 'the address of the error center for that code and request',
    show: async ({ target }) => {
      const { protocol, host } = target.rpc
      const response = await fetch(
        `${protocol}://${host}/?Action=${action}&Version=2017-03-21&Format=JSON`,
      )
      const { Code, Recommend, RequestId } = (await response.json()) as Body
      const link = new URL(String(Recommend))
      expect(link.host).toBe('api.aliyun.com')
      expect(link.searchParams.get('q')).toBe(Code)
      expect(link.searchParams.get('requestId')).toBe(RequestId)
    },
  },
  60: {
    done: 'called with every official client of this repository',
    came: 'a media each time',
    show: async ({ target }) => {
      for (const { name, call } of rpcDrivers) {
        const answer = await call(target, action, { BusinessType: 'subtitle', Title: name })
        expect(answer).toMatchObject({ ok: true, body: { MediaId: expect.any(String) } })
      }
    },
  },
}
