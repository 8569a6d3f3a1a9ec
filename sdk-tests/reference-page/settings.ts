import { expect } from 'vitest'
import type { Body } from '../clients/rpc-driver.ts'
import { expectedSignature, startReceiver } from '../setup/receiver.ts'
import {
  anyFile,
  type Created,
  type Sentences,
  startWorld,
  startWorldUnderServiceNames,
  type World,
} from './world.ts'

const action = 'CreateUploadAttachedMedia'
const accountId = '1234567890123456'
const uploaded = 'AttachedMediaUploadComplete'
const acceleration = 'https://oss-accelerate.aliyuncs.com'

const control = async ({ target: { rpc } }: World, path: string): Promise<Body> =>
  (await fetch(`${rpc.protocol}://${rpc.host}/_emulator${path}`)).json() as Promise<Body>

/** Uploads, and waits until what is due is done. */
async function finish({ target }: World, { oss, upload }: Created): Promise<void> {
  await oss.put(upload.address.FileName, anyFile)
  await target.clock.advance(0)
}

/** A further storage location of the account, which belongs to an application. */
async function furtherLocation({ call }: World) {
  const { AppId } = await call('CreateAppInfo', { AppName: 'further' })
  const { StorageLocation } = await call('AddVodStorageForApp', { AppId: String(AppId) })
  return { AppId: String(AppId), StorageLocation: String(StorageLocation) }
}

const storage: Sentences = {
  22: {
    done: 'sent no storage location, and one that does not exist',
    came: 'the default one, and InvalidStorage.NotFound',
    show: async ({ target, create, info, refused }) => {
      const { mediaId } = await create()
      const location = `${target.bucket.name}.oss-${target.region}.aliyuncs.com`
      expect(await info(mediaId)).toMatchObject({ StorageLocation: location })
      const unknown = `outin-of-nobody.oss-${target.region}.aliyuncs.com`
      const wrong = { BusinessType: 'watermark', StorageLocation: unknown }
      expect(await refused(action, wrong)).toBe('InvalidStorage.NotFound')
    },
  },
  23: {
    done: 'added a storage location, named it, and uploaded',
    came: 'the file in the bucket of that location',
    show: async (world) => {
      const further = await furtherLocation(world)
      const created = await world.create(further)
      await finish(world, created)
      expect(created.upload.address.Bucket).toBe(further.StorageLocation.split('.')[0])
      expect(await world.info(created.mediaId)).toMatchObject({
        Status: 'Normal',
        StorageLocation: further.StorageLocation,
      })
    },
  },
  24: {
    done: 'looked at the account in the control plane',
    came: 'its storage locations, the default one marked',
    show: async (world) => {
      const { bucket, region } = world.target
      const { storage } = await control(world, `/accounts/${accountId}`)
      expect(storage).toContainEqual({
        location: `${bucket.name}.oss-${region}.aliyuncs.com`,
        bucket: bucket.name,
        region,
        type: 'vod_oss_bucket',
        isDefault: true,
      })
    },
  },
}

const toReceiver = (url: string, further: object = {}): string =>
  JSON.stringify({ MessageCallback: { CallbackURL: url }, ...further })

const configured = (CallbackURL: string, EventTypeList: string) => ({
  CallbackURL,
  EventTypeList,
  AuthSwitch: 'on',
  AuthKey: 'Abc12345',
})

const custom: Sentences = {
  28: {
    done: 'sent a callback and an acceleration in one UserData, for an account that has both',
    came: 'the event at that URL, and the endpoint that such a client can reach',
    show: async () => {
      await using receiver = await startReceiver()
      await using world = await startWorld({
        seed: { accounts: { [accountId]: { acceleration: true } } },
      })
      await world.call('SetMessageCallback', configured(`${receiver.origin}/account`, uploaded))
      const AccelerateConfig = { Type: 'oss', Domain: acceleration }
      const UserData = toReceiver(`${receiver.origin}/own`, { AccelerateConfig })
      const created = await world.create({ UserData })
      await finish(world, created)
      expect(created.upload.address.Endpoint).toBe(world.target.bucket.endpoint)
      expect(receiver.received).toMatchObject([
        { path: '/own', body: { EventType: uploaded, AttachedMediaId: created.mediaId } },
      ])
    },
  },
  29: {
    done: "sent the page's example, and a text that is not JSON",
    came: 'a media, and InvalidParameter',
    show: async ({ create, refused }) => {
      const UserData =
        '{"MessageCallback":{"CallbackURL":"http://test.test.com"},"Extend":{"localId":"xxx","test":"www"}}'
      await create({ UserData })
      const wrong = { BusinessType: 'watermark', UserData: 'http://test.test.com' }
      expect(await refused(action, wrong)).toBe('InvalidParameter')
    },
  },
  30: {
    done: 'sent an Extend, as that section describes it',
    came: 'the same text in the event',
    show: async () => {
      await using receiver = await startReceiver()
      await using world = await startWorld()
      await world.call('SetMessageCallback', configured(receiver.origin, uploaded))
      const UserData = '{"Extend":{"localId":"xxx","test":"www"}}'
      await finish(world, await world.create({ UserData }))
      expect(receiver.received).toMatchObject([
        { body: { Extend: '{"localId":"xxx","test":"www"}' } },
      ])
    },
  },
  31: {
    done: 'uploaded with a callback in UserData: without one of the account, with another event selected, with this one',
    came: 'an event only in the last case, with a valid signature',
    show: async () => {
      await using receiver = await startReceiver()
      await using world = await startWorld()
      const url = `${receiver.origin}/own`
      const uploadOne = async () => finish(world, await world.create({ UserData: toReceiver(url) }))
      await uploadOne()
      await world.call('SetMessageCallback', configured(receiver.origin, 'MediaBaseChangeComplete'))
      await uploadOne()
      expect(receiver.received).toEqual([])
      await world.call('SetMessageCallback', configured(receiver.origin, uploaded))
      await uploadOne()
      const [event] = receiver.received
      if (!event) expect.unreachable('Nothing was received.')
      expect(event.headers['x-vod-signature']).toBe(expectedSignature(url, event, 'Abc12345'))
      expect(receiver.received).toHaveLength(1)
    },
  },
  32: {
    done: 'asked for acceleration under the names of the service, without and with the feature',
    came: 'the plain endpoint, and the acceleration endpoint',
    show: async () => {
      const UserData = JSON.stringify({ AccelerateConfig: { Type: 'oss', Domain: acceleration } })
      const endpointWith = async (isOn: boolean) => {
        await using world = await startWorldUnderServiceNames({
          seed: { accounts: { [accountId]: { acceleration: isOn } } },
        })
        return (await world.create({ UserData })).upload.address.Endpoint
      }
      expect(await endpointWith(false)).toBe('https://oss-cn-shanghai.aliyuncs.com')
      expect(await endpointWith(true)).toBe(acceleration)
    },
  },
}

const applications: Sentences = {
  37: {
    done: 'created an application and named it, and named one that does not exist',
    came: 'a media of that application, and Forbidden.OperateAppResource',
    show: async ({ call, create, info, refused }) => {
      const { AppId } = await call('CreateAppInfo', { AppName: 'website' })
      const { mediaId } = await create({ AppId: String(AppId) })
      expect(await info(mediaId)).toMatchObject({ AppId })
      const unknown = { BusinessType: 'watermark', AppId: 'app-0000000' }
      expect(await refused(action, unknown)).toBe('Forbidden.OperateAppResource')
    },
  },
  38: {
    done: 'named no application',
    came: 'a media of app-1000000',
    show: async ({ create, info }) => {
      const { mediaId } = await create()
      expect(await info(mediaId)).toMatchObject({ AppId: 'app-1000000' })
    },
  },
}

/** What the account has and allows. */
export const settings: Sentences = { ...storage, ...custom, ...applications }
