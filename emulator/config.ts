import { readCommandLine } from './config/command-line.ts'
import { type Environment, environmentOptions } from './config/environment.ts'
import { fileOptions } from './config/file.ts'
import { keyedOptions } from './config/keyed.ts'
import type { LibraryOptions, Options } from './config/options.ts'
import { settle } from './config/settle.ts'
import { helpText } from './config/text.ts'

export { OptionError } from './config/option-error.ts'
export {
  type AccessKey,
  builtInKey,
  type LibraryOptions,
  type Options,
  type Store,
} from './config/options.ts'
export { optionsTable } from './config/text.ts'

export type Command =
  | { readonly command: 'start'; readonly options: Options }
  | { readonly command: 'help'; readonly text: string }
  | { readonly command: 'version' }

interface Surroundings {
  /** The arguments that follow the program's name. */
  readonly argv: readonly string[]
  readonly env: Environment
  readonly cwd: string
}

/** What the program is asked to do: a flag wins over the environment, that over the file, that over the default. */
export function readOptions({ argv, env, cwd }: Surroundings): Command {
  const { command, config, given } = readCommandLine(argv)
  switch (command) {
    case 'help':
      return { command, text: helpText() }
    case 'version':
      return { command }
    case 'start': {
      const file = fileOptions(cwd, config)
      return { command, options: settle(new Map([...file, ...environmentOptions(env), ...given])) }
    }
  }
}

/** The options of a caller of the library, checked; the environment and files are not read. */
export const resolveOptions = (partial: LibraryOptions = {}): Options =>
  settle(keyedOptions(partial))
