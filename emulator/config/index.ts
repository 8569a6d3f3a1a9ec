import { readCommandLine } from './command-line.ts'
import { type Environment, environmentOptions, refuseFlagsOfNpm } from './environment.ts'
import { fileOptions, withFiles } from './file.ts'
import { keyedOptions } from './keyed.ts'
import { OptionError } from './option-error.ts'
import type { LibraryOptions, Options } from './options.ts'
import { type GivenOptions, settle } from './settle.ts'
import { helpText } from './text.ts'
import { withSeed } from './with-seed.ts'
import { withTls } from './with-tls.ts'

export {
  type AccessKey,
  builtInKey,
  type CdnDomain,
  type LibraryOptions,
  type Options,
  type Store,
} from './options.ts'
export { optionsTable } from './text.ts'
export { OptionError }

export type Command =
  | { readonly command: 'start' | 'healthcheck'; readonly options: Options }
  | { readonly command: 'help'; readonly text: string }
  | { readonly command: 'version' | 'seed-schema' }

interface ProgramContext {
  /** The arguments that follow the program's name. */
  readonly argv: readonly string[]
  readonly env: Environment
  readonly cwd: string
}

const unknownPort =
  'healthcheck: port 0 means any free port, expected the port of the emulator to ask'

const checked = (given: GivenOptions): Options => withTls(withSeed(settle(given), given), given)

/** What the program is asked to do: flags win over the environment, that over the file, that over the defaults. */
export function readOptions({ argv, env, cwd }: ProgramContext): Command {
  refuseFlagsOfNpm(env)
  const { command, config, given } = readCommandLine(argv)
  switch (command) {
    case 'help':
      return { command, text: helpText() }
    case 'version':
    case 'seed-schema':
      return { command }
    case 'start':
    case 'healthcheck': {
      const file = fileOptions(cwd, config)
      const all = new Map([...file, ...environmentOptions(env), ...given])
      const options = checked(withFiles(all, cwd))
      if (command === 'healthcheck' && options.port === 0) throw new OptionError(unknownPort)
      return { command, options }
    }
  }
}

/** Defaults for tests: nothing is left behind, and nothing is logged. */
const libraryDefaults = ({ dataDir }: LibraryOptions) =>
  keyedOptions({ log: 'silent', ...(dataDir === undefined && { store: 'memory' }) })

/** The options of a caller of the library, checked; the environment and files are not read. */
export const resolveOptions = (partial: LibraryOptions = {}): Options =>
  checked(new Map([...libraryDefaults(partial), ...keyedOptions(partial)]))
