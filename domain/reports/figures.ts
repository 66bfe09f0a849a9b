import type { Columns } from '../counting/columns'
import { changesSince, count, countedItems, doneByPeriod, movedSince, type Question } from '../counting/count'
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
    doneIn(programs, quarter) {
      const period = quarterPeriod(quarter, firstMonth)
      const question = over(programs)
      const items = ids(
        countedItems(columns, question).filter((row) => {
          if (row.status !== 'done' || row.continuous || row.statusOn === null || row.statusResolution === 'by')
            return false
          const only = new Set([row.id])
          return doneByPeriod(columns, { ...question, only }, [period]).inside[0] === 1
        }),
      )
      return { items, dateNotStated: doneByPeriod(columns, question, [period]).dateNotStated }
    },
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
