import { extensionOf } from '../measure.ts'
import { type Constraint, shown } from './constraint.ts'
import { anyCaseOf, choices, chosenBy } from './enum-by.ts'

export const extension: Constraint = (schema) => {
  if (schema.kind !== 'string' || !schema.extension) return undefined
  const { unless, ...by } = schema.extension
  return {
    words: `an extension, if any, of ${choices(by)}; not checked beside ${unless}`,
    check: ({ texts, sibling }) => {
      if (sibling(unless) !== undefined) return undefined
      const allowed = chosenBy(by, sibling)
      const wrong = texts
        .map(extensionOf)
        .find((found) => found !== '' && !allowed?.includes(found))
      return wrong === undefined
        ? undefined
        : { measured: `the extension ${shown(wrong)} is not one of ${allowed?.join(', ')}` }
    },
    violations: ['setup.exe', 'D:\\a\\b.TXT', 'archive.tar.gz'].map((value) => ({
      value,
      others: { [unless]: undefined },
    })),
    accepted: (generation) => {
      const { fc, sibling } = generation
      const stem = fc.string({
        unit: fc.constantFrom(...'abcxyz019 _-'),
        minLength: 1,
        maxLength: 12,
      })
      const allowed = anyCaseOf(generation, chosenBy(by, sibling) ?? [])
      return fc
        .tuple(
          fc.constantFrom('', 'D:\\', '/home/me/', 'a.b/'),
          stem,
          fc.option(allowed, { nil: undefined }),
        )
        .map(([folder, name, found]) => folder + name + (found ? `.${found}` : ''))
    },
  }
}
