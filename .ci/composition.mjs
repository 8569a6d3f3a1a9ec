// What a composition that is up has to be: healthy, nobody's root, used from this machine and from another container, and
// the keeper of what was uploaded.
import { deepEqual, equal, notEqual } from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import OSS from 'ali-oss'
import { runExample } from './example.mjs'

const docker = (...args) =>
  execFileSync('docker', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 120_000,
  }).trim()
const compose = (...args) => docker('compose', '--progress', 'quiet', ...args)
const inService = (service, ...command) => compose('exec', '--no-TTY', service, ...command)

/** The engine chooses a port at every start. */
const endpoint = () => `http://${compose('port', 'emulator', '17321')}`

async function told(path) {
  const response = await fetch(`${endpoint()}/_emulator${path}`)
  const text = await response.text()
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${text}`)
  return JSON.parse(text)
}

const services = ['emulator', 'minio']

function checkServices() {
  const health = compose('ps', '--format', '{{.Service}} {{.Health}}').split('\n').sort()
  deepEqual(
    health,
    services.map((service) => `${service} healthy`),
  )
  for (const service of services) {
    notEqual(inService(service, 'stat', '-c', '%u', '/proc/1'), '0', `${service} runs as root`)
  }
  console.log('composition: both services are healthy, neither runs as root')
}

/** What --records needs is there, in the version that the lock file has. */
function checkDriver() {
  const { version } = JSON.parse(inService('emulator', 'cat', 'node_modules/pg/package.json'))
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  equal(version, packages['node_modules/pg'].version)
  const script = "import('pg').then(({ Pool }) => new Pool().end())"
  inService('emulator', 'node', '--input-type=module', '--eval', script)
  console.log(`composition: the image has pg ${version}, and it loads`)
}

function checkExample() {
  runExample([process.execPath], { VOD_ENDPOINT: endpoint() })
  const network = docker('network', 'ls', '--quiet', '--filter', `label=${projectLabel}`)
  runExample([
    ...['docker', 'run', '--rm', '--interactive', '--user', 'root', '--network', network],
    ...['--volume', `${process.cwd()}:/checkout:ro`, '--workdir', '/checkout'],
    ...['--env', 'VOD_ENDPOINT=http://emulator:17321', '--entrypoint', 'node', 'vod-emulator'],
  ])
  console.log("composition: the README's example is good from the host and from a container")
}

const projectLabel = `com.docker.compose.project=${process.env.COMPOSE_PROJECT_NAME}`

async function latestMedia() {
  const { requests } = await told('/requests?operation=CreateUploadAttachedMedia&limit=1')
  return told(`/media/${requests[0].mediaIds[0]}`)
}

/** MinIO keeps an object in a folder of its name. */
function checkObjectInMinio({ bucket, key }) {
  inService('minio', 'ls', `/tmp/minio/${bucket}/${key}`)
  console.log('composition: MinIO has the object under its own bucket and key')
}

async function checkRestart(before) {
  compose('stop', 'emulator')
  const stopped = compose('ps', '--all', '--quiet', 'emulator')
  equal(docker('inspect', '--format', '{{.State.ExitCode}}', stopped), '0', 'ends by SIGTERM')
  compose('up', '--detach', '--wait', '--wait-timeout', '60', '--no-build', '--no-recreate')
  deepEqual(await told(`/media/${before.mediaId}`), before)
  const client = new OSS({
    endpoint: endpoint(),
    bucket: before.bucket,
    accessKeyId: 'vod-emulator',
    accessKeySecret: 'vod-emulator-secret',
  })
  const { content } = await client.get(before.key)
  deepEqual(content, readFileSync('fixtures/media/logo.png'))
  console.log('composition: a restart of the emulator keeps what was uploaded')
}

checkServices()
checkDriver()
checkExample()
const media = await latestMedia()
checkObjectInMinio(media)
await checkRestart(media)
