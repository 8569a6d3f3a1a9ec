import type { DatabaseSync, StatementSync } from 'node:sqlite'

export interface GroupCommit {
  /**
   * Makes a change at once; the promise settles when it is durable. What the change throws fails the whole group, so
   * everything that can be wrong with one commit alone has to be found before.
   */
  run(change: () => void): Promise<void>
  /** Ends the open group now. */
  end(): void
}

interface Group extends PromiseWithResolvers<void> {
  readonly turn: NodeJS.Immediate
}

/** What takes part in a group. */
interface Participant {
  readonly beforeGroup: () => void
  /** Changes that are made once for all of a group. */
  readonly beforeCommit: () => void
  /** A group failed: all of it is undone. */
  readonly undone: () => void
}

/** The failure may have ended the transaction, which Node 22.13 cannot tell. */
function undo(database: DatabaseSync, rollback: StatementSync): void {
  if (!(database.isTransaction ?? true)) return
  try {
    rollback.run()
  } catch {
    // It had already ended; otherwise the next BEGIN fails, and says why.
  }
}

/**
 * All changes of one turn of the event loop share one transaction: it begins with the first of them and is committed when
 * the turn has read what its sockets hold. They are kept or fail together.
 */
export function groupCommit(
  database: DatabaseSync,
  { beforeGroup, beforeCommit, undone }: Participant,
): GroupCommit {
  const begin = database.prepare('BEGIN IMMEDIATE')
  const commit = database.prepare('COMMIT')
  const rollback = database.prepare('ROLLBACK')
  let open: Group | undefined

  const opened = (): Group => {
    beforeGroup()
    begin.run()
    return { ...Promise.withResolvers<void>(), turn: setImmediate(end) }
  }

  /** Makes or commits changes of the open group; a failure undoes all of it. */
  const attempt = (group: Group, act: () => void) => {
    try {
      act()
    } catch (error) {
      open = undefined
      clearImmediate(group.turn)
      undo(database, rollback)
      undone()
      group.reject(error)
    }
  }

  function end() {
    if (!open) return
    const group = open
    attempt(group, () => {
      beforeCommit()
      commit.run()
      open = undefined
      clearImmediate(group.turn)
      group.resolve()
    })
  }

  return {
    // `async` would make a promise for each change of a group.
    run(change) {
      try {
        open ??= opened()
      } catch (error) {
        return Promise.reject(error)
      }
      const group = open
      attempt(group, change)
      return group.promise
    },
    end,
  }
}
