import type { Columns } from '../counting/columns'
import { changesSince, count, doneWithin, movedSince, type Question } from '../counting/count'
import { quarterPeriod } from '../periods'
import type { Figures } from './facts'

/** The figures of a report over the counting columns, at one (as-of, known-at). `idOf` gives the id of a program's key. */
export function figuresOver(
  columns: Columns,
  at: Omit<Question, 'programs' | 'only'>,
  idOf: (key: string) => string,
  firstMonth: number,
): Figures {
  const over = (keys: readonly string[]): Question => ({ ...at, programs: keys.map(idOf) })
  const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id)
  return {
    counts: (programs, asOf = at.asOf) => count(columns, { ...over(programs), asOf }),
    doneIn: (programs, quarter) => doneWithin(columns, over(programs), quarterPeriod(quarter, firstMonth)),
    changesSince(programs, since) {
      const question = over(programs)
      const changes = changesSince(columns, question, since)
      return {
        done: ids(changes.done),
        added: ids(changes.added),
        dropped: ids(changes.dropped),
        reopened: ids(changes.reopened),
        moved: movedSince(columns, question, since).items,
      }
    },
  }
}
