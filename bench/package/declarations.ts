/**
 * Makes declarations that stand on their own of what `tsc` emitted: only those that the entries reach, related by
 * relative paths, because the package has no folders for `#contracts/*`.
 *
 * @module
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

const root = 'dist/types'
const entries = ['emulator/index.d.ts', 'emulator/msw.d.ts']
/** The compiler writes imports that it infers between double quotes. */
const specifiers = /(?<=\bfrom |\bimport\()['"]((?:#|\.)[^'"]+)\.ts['"]/g

const relatives = /(?<=\bfrom |\bimport\()'(\.[^']+)\.js'/g

const targetOf = (from: string, specifier: string): string =>
  specifier.startsWith('#')
    ? `${specifier.slice(1)}.d.ts`
    : join(dirname(from), `${specifier}.d.ts`)

const relativeTo = (from: string, target: string): string => {
  const path = relative(dirname(from), target).replace(/\.d\.ts$/, '.js')
  return path.startsWith('.') ? path : `./${path}`
}

async function reachable(): Promise<ReadonlyMap<string, string>> {
  const reached = new Map<string, string>()
  const waiting = [...entries]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue
    const from = file
    const text = await readFile(join(root, from), 'utf8')
    const standing = text.replace(specifiers, (_, specifier: string) => {
      const target = targetOf(from, specifier)
      waiting.push(target)
      return `'${relativeTo(from, target)}'`
    })
    reached.set(from, standing)
  }
  return reached
}

const declarations = await reachable()
await rm(root, { recursive: true })
for (const [file, text] of declarations) {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), text)
  // The same for those who `require`: the compiler tells by the name of a file which of the two it is.
  const required = text.replace(relatives, "'$1.cjs'")
  await writeFile(join(root, file.replace(/\.ts$/, '.cts')), required)
}
