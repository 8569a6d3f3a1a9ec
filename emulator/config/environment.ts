import { suggestion } from '../kernel/closest-match.ts'
import { OptionError } from './option-error.ts'
import type { GivenOptions } from './settle.ts'
import { rows } from './table.ts'

export type Environment = Readonly<Record<string, string | undefined>>

const names: ReadonlySet<string> = new Set(rows.map(({ env }) => env))

/** A service named `vod-emulator` gives every pod of its namespace variables of these names. */
const fromKubernetes =
  ': Kubernetes sets it for a service named vod-emulator; name the service otherwise, or set enableServiceLinks: false'

/** An empty variable counts as unset: it is what Compose makes of `${PORT:-}`. */
const isSet = (env: Environment, name: string) => (env[name] ?? '') !== ''

function refuseUnknown(env: Environment): void {
  const unknown = Object.keys(env).find(
    (name) => name.startsWith('VOD_EMULATOR_') && !names.has(name) && isSet(env, name),
  )
  if (unknown === undefined) return
  const isLink = isSet(env, 'VOD_EMULATOR_SERVICE_HOST')
  throw new OptionError(
    `${unknown}: no such variable${isLink ? fromKubernetes : suggestion(unknown, names)}`,
  )
}

/**
 * Finds options that npm kept for itself: of `npm start --port 18000` the program gets only a variable set by npm.
 *
 * @throws OptionError that says how to pass it on
 */
export function refuseFlagsOfNpm(env: Environment): void {
  const script = env.npm_lifecycle_event ?? ''
  if (env.npm_package_name !== 'vod-emulator' || !['start', 'dev'].includes(script)) return
  const kept = rows.find(({ flag }) =>
    isSet(env, `npm_config_${flag.slice(2).replaceAll('-', '_')}`),
  )
  if (!kept) return
  const usage = kept.placeholder ? `${kept.flag} ${kept.placeholder}` : kept.flag
  throw new OptionError(
    `${kept.flag}: npm took it for an option of its own, write npm run ${script} -- ${usage}`,
  )
}

/** @throws OptionError for an unknown variable with the emulator's prefix */
export function environmentOptions(env: Environment): GivenOptions {
  refuseUnknown(env)
  const given = rows.filter((row) => isSet(env, row.env))
  return new Map(given.map((row) => [row.key, { name: row.env, value: env[row.env] }]))
}
