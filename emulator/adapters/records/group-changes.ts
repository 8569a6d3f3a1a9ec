import type { Kind } from '../../ports/records/index.ts'
import { type Group, isCounted } from './entries.ts'

/** By how much the number of records in a group changes. */
export interface GroupChange extends Group {
  readonly kind: Kind
  readonly by: number
}

/** Adds up how the numbers of records in the groups of counted indexes change. */
export function groupChanges() {
  const changes = new Map<string, GroupChange>()
  const idOf = (kind: Kind, { index, beginning }: Group) => `${kind}\0${index}\0${beginning}`
  const by = (kind: Kind, group: Group): number => changes.get(idOf(kind, group))?.by ?? 0
  return {
    add(kind: Kind, { index, beginning }: Group, more: 1 | -1): void {
      const group = { index, beginning }
      if (isCounted(kind, index))
        changes.set(idOf(kind, group), { kind, ...group, by: by(kind, group) + more })
    },
    by,
    all: (): readonly GroupChange[] => [...changes.values()].filter((change) => change.by !== 0),
    clear: () => changes.clear(),
  }
}
