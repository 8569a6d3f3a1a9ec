import { exampleAccount } from '../../contracts/vod/example-account.ts'
import type { SeededCategory, SeededContent } from '../kernel/seed.ts'

/** The first value that comes twice. */
export const repeated = (values: readonly string[]): string | undefined =>
  values.find((value, i) => values.indexOf(value) !== i)

const cateIdsOf = (categories: readonly SeededCategory[] = []): readonly string[] =>
  categories.flatMap(({ cateId, categories: below }) => [String(cateId), ...cateIdsOf(below)])

/** Values that must be there once in an account, by what messages call them. */
const onceOf = (content: SeededContent): Readonly<Record<string, readonly string[]>> => {
  const {
    categories,
    materials,
    storage = [],
    applications = [],
    callbacks = [],
    templateGroups = [],
  } = content
  const { appId: systemId, appName: systemName } = exampleAccount
  return {
    'the category': [...cateIdsOf(categories), ...cateIdsOf(materials)],
    'the bucket': storage.map(({ bucket }) => bucket),
    'the application': [systemId, ...applications.map(({ appId }) => appId)],
    'the name of an application': [systemName, ...applications.map(({ appName }) => appName)],
    'the template group': templateGroups.map(({ templateGroupId }) => templateGroupId),
    'the callback of': callbacks.map(
      ({ appId = systemId, region }) => `${appId}${region ? ` in ${region}` : ''}`,
    ),
  }
}

/** What is wrong in what an account has at the start, beyond its members; undefined when nothing is. */
export function problemOf(content: SeededContent): string | undefined {
  for (const [what, values] of Object.entries(onceOf(content))) {
    const value = repeated(values)
    if (value !== undefined) return `${what} ${JSON.stringify(value)} is there twice`
  }
  const { multiApplication, storage = [], applications = [], callbacks = [] } = content
  if (multiApplication === false && applications.length > 0)
    return 'applications are there, which multiApplication: false rules out'
  const known = [exampleAccount.appId, ...applications.map(({ appId }) => appId)]
  const named = [...storage, ...callbacks].flatMap(({ appId }) =>
    appId === undefined ? [] : [appId],
  )
  const unknown = named.find((appId) => !known.includes(appId))
  return unknown && `there is no application ${JSON.stringify(unknown)} in the account`
}
