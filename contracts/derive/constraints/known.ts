import { type Constraint, type Finding, shown, values } from './constraint.ts'

/** Names that no account has a record of. */
const unknown = {
  category: '4711',
  storage: 'nowhere.oss-cn-shanghai.aliyuncs.com',
  application: 'app-nobody',
  templateGroup: 'nothing-of-this-name',
}

export const known: Constraint = (schema) => {
  if ((schema.kind !== 'string' && schema.kind !== 'integer') || !schema.known) return undefined
  const kind = schema.known
  const finding = (text: string): Finding => ({
    measured: `the account has no ${kind} ${shown(text)}`,
  })
  return {
    words: `known to the account (${kind})`,
    check: ({ texts }, account) => {
      const answers = texts.map((text) => account.knows(kind, text))
      const at = answers.indexOf(false)
      if (at >= 0) return finding(texts[at] ?? '')
      if (!answers.some((answer) => answer instanceof Promise)) return undefined
      return Promise.all(answers).then((settled) => {
        const late = settled.indexOf(false)
        return late < 0 ? undefined : finding(texts[late] ?? '')
      })
    },
    violations: values(unknown[kind]),
    accepted: ({ fc, samples }) => fc.constantFrom(...samples[kind]),
  }
}
