import type fc from 'fast-check'
import { extensionOf } from '../measure.ts'
import { type Constraint, type Finding, type Generation, shown, values } from './constraint.ts'
import { anyCaseOf, choices, chosenBy } from './enum-by.ts'

/** A name with an extension of some, or with none. */
function fileNames({ fc: check }: Generation, extensions: fc.Arbitrary<string | undefined>) {
  const stem = check.string({
    unit: check.constantFrom(...'abcxyz019 _-'),
    minLength: 1,
    maxLength: 12,
  })
  return check
    .tuple(check.constantFrom('', 'D:\\', '/home/me/', 'a.b/'), stem, extensions)
    .map(([folder, name, found]) => folder + name + (found ? `.${found}` : ''))
}

const wrongNames = ['setup.exe', 'D:\\a\\b.TXT', 'archive.tar.gz']

const notOne = (found: string, allowed: readonly string[]): Finding => ({
  measured: `the extension ${shown(found)} is not one of ${allowed.join(', ')}`,
})

/** One of a list, which has to be there. */
const required = (allowed: readonly string[]): ReturnType<Constraint> => ({
  words: `with an extension, without case: ${allowed.join(', ')}`,
  check: ({ texts }) => {
    const wrong = texts.map(extensionOf).find((found) => !allowed.includes(found))
    if (wrong === undefined) return undefined
    return wrong === '' ? { measured: 'there is no extension' } : notOne(wrong, allowed)
  },
  violations: values(...wrongNames, 'movie', 'a.mp4/movie'),
  accepted: (generation) => fileNames(generation, anyCaseOf(generation, allowed)),
})

export const extension: Constraint = (schema) => {
  if (schema.kind !== 'string' || !schema.extension) return undefined
  if (!('unless' in schema.extension)) return required(schema.extension)
  const { unless, ...by } = schema.extension
  return {
    words: `an extension, if any, of ${choices(by)}; not checked beside ${unless}`,
    check: ({ texts, sibling }) => {
      if (sibling(unless) !== undefined) return undefined
      const allowed = chosenBy(by, sibling) ?? []
      const wrong = texts.map(extensionOf).find((found) => found !== '' && !allowed.includes(found))
      return wrong === undefined ? undefined : notOne(wrong, allowed)
    },
    violations: wrongNames.map((value) => ({ value, others: { [unless]: undefined } })),
    accepted: (generation) => {
      const allowed = anyCaseOf(generation, chosenBy(by, generation.sibling) ?? [])
      return fileNames(generation, generation.fc.option(allowed, { nil: undefined }))
    },
  }
}
