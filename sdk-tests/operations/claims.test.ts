import { describe } from 'vitest'
import type { World } from '#contracts/properties/claim.ts'
import { claims } from '#contracts/properties/index.ts'
import type { Target } from '#contracts/target.ts'
import { uploadClient } from '../clients/ali-oss.ts'
import { decodeUpload, type Upload } from '../clients/decode.ts'
import { rpcDrivers } from '../clients/index.ts'
import type { RpcDriver } from '../clients/rpc-driver.ts'
import { signedHttp } from '../clients/signed-http.ts'
import { needs, test } from '../setup/fixtures.ts'
import { propertyRuns } from '../setup/runs.ts'
import { addressings } from '../setup/target.ts'

const [addressing = 'ip'] = addressings

async function put(upload: Upload, content: Uint8Array, key = upload.address.FileName) {
  const client = uploadClient(upload, { addressing, region: `oss-${upload.auth.Region}` })
  try {
    await client.put(key, Buffer.from(content))
    return undefined
  } catch (error) {
    return (error as { readonly code: string }).code
  }
}

const worldOf = (target: Target, driver: RpcDriver): World<Upload> => ({
  target,
  call: (action, parameters) => driver.call(target, action, parameters),
  decode: decodeUpload,
  put,
  get: async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer()),
  runs: propertyRuns,
})

describe.each([...rpcDrivers, ...signedHttp])('through $name', (driver) => {
  test.for(claims)('$statement', { timeout: 120_000 }, async (claim, { target, skip }) => {
    for (const capability of claim.needs) needs(target, capability, skip)

    await claim.check(worldOf(target, driver))
  })
})
