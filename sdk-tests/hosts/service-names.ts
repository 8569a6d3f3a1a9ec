import { setupServer } from 'msw/node'
import { test as base, beforeEach, describe, expect, vi } from 'vitest'
import type { EmulatorTarget } from '#contracts/target.ts'
import { vodHandlers } from '#emulator/msw.ts'
import { uploadClient } from '../clients/ali-oss.ts'
import { openapiCore } from '../clients/openapi-core.ts'
import { popCoreGet, popCorePost } from '../clients/pop-core.ts'
import { copies, expectKnown, mediaInfo, startUpload } from '../operations/vod/chain.ts'
import { bytes } from '../setup/bytes.ts'
import { needsEmulator } from '../setup/fixtures.ts'
import { emulatorUnderServiceNames } from '../setup/target.ts'
import { watchNetwork } from './network.ts'

/** As MSW 3 and MSW 2 call it. */
const refuseOthers = { onUnhandledFrame: 'error', onUnhandledRequest: 'error' } as const

const test = base.extend(
  'target',
  { scope: 'file' },
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads from this pattern that nothing else is needed.
  async ({}, { onCleanup }): Promise<EmulatorTarget> => {
    const { emulator, target } = await emulatorUnderServiceNames()
    const server = setupServer(...vodHandlers(emulator))
    server.listen(refuseOthers)
    onCleanup(async () => {
      server.close()
      await emulator.close()
    })
    return target
  },
)

const file = bytes(3 * 1024 * 1024 + 17)

/** Clients that are aimed at the service itself are answered by an emulator in this process, through MSW. */
export function describeServiceNames(): void {
  beforeEach(({ skip }) => needsEmulator(skip))

  describe.each([openapiCore, popCoreGet, popCorePost])(
    'under the production names, $name',
    (driver) => {
      test.for([
        { way: 'put', version: 'V1', v4: false },
        { way: 'put', version: 'V4', v4: true },
        { way: 'multipartUpload', version: 'V1', v4: false },
        { way: 'multipartUpload', version: 'V4', v4: true },
      ] as const)(
        'and $way of ali-oss, $version, upload without a socket',
        async ({ way, v4 }, { target }) => {
          using network = watchNetwork()
          const started = await startUpload(driver, target)
          const { address, auth } = started.upload
          const options = { v4, addressing: 'service-names', region: auth.Region } as const

          const client = uploadClient(started.upload, options)
          await client[way](address.FileName, file)

          expect(address.Endpoint).toBe('https://oss-cn-shanghai.aliyuncs.com')
          expect(new URL(started.mediaUrl).host).toBe(
            `${address.Bucket}.oss-cn-shanghai.aliyuncs.com`,
          )
          for (const copy of await copies(target, started, options))
            expect(copy.equals(file)).toBe(true)
          expect(await mediaInfo(driver, target, started.mediaId)).toMatchObject({
            Status: 'Normal',
          })
          await expectKnown(target, started.mediaId, { status: 'Normal', size: file.length })
          expect(network.attempts).toEqual([])
        },
      )
    },
  )

  test('a host that is none of the service is refused, not asked', async ({ target }) => {
    using printed = vi.spyOn(console, 'error').mockReturnValue()
    using network = watchNetwork()
    const elsewhere = target.rpc.host.replace('vod', 'ecs')

    await expect(fetch(`https://${elsewhere}/`)).rejects.toThrow()

    expect(printed).toHaveBeenCalledOnce()
    expect(network.attempts).toEqual([])
  })
}
