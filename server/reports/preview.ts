import { dueInWords, dueOf, promisesFrom } from '../../domain/commitments'
import { htmlOf } from '../../domain/reports/html'
import { rewordings } from '../../domain/reports/listing'
import type { Claim } from '../../domain/reports/model'
import { promiseWords, standsAt } from '../../domain/reports/promises'
import { isWorded, Resolving } from '../../domain/reports/resolving'
import { titlesByIds } from '../items/titles'
import type { Reading } from '../trpc'
import { compileStored } from './compile'
import type { ReportRow } from './store'

/** A claim without its rows: those are asked for one by one. */
export const claimOnScreen = ({ id, place, directive, query, words, rows }: Claim) => ({
  id,
  place,
  directive,
  query,
  words,
  items: rows.length,
})

/** The last draft compiled: the exact article, and beside it everything its author should see. */
export async function previewOf(view: Reading, row: ReportRow) {
  const { facts, model, checks, chips, number } = await compileStored(view, row)
  const printed = new Map(model.printed.map((each) => [each.item, each]))
  const stated = new Map(model.stated.map((each) => [each.commitment, each]))
  const named = facts.items.filter((item) => !item.placeholder)
  const titles = await titlesByIds(
    view.read,
    named.map((item) => item.id),
  )
  const changes = facts.previous
    ? facts.figures.changesSince(
        facts.programs.map((each) => each.key),
        facts.previous.asOf ?? facts.previous.publishedOn,
      )
    : null
  const changed = await titlesByIds(view.read, changes ? [...new Set(Object.values(changes).flat())] : [])
  const rows = (ids: readonly string[]) => ids.map((id) => changed.get(id) ?? { key: '', title: '', placeholder: true })
  const promised = promisesFrom(model.forward, facts.promises).flatMap((each) =>
    each.do === 'make' ? [each.statement] : [],
  )
  return {
    draft: number,
    asOf: model.asOf,
    html: htmlOf(model, { claims: true }),
    checks,
    chips,
    coverage: model.coverage,
    claims: model.claims.map(claimOnScreen),
    previous: facts.previous && {
      slug: facts.previous.slug,
      title: facts.previous.title,
      publishedOn: facts.previous.publishedOn,
    },
    promises: facts.promises.map((promise) => {
      const { outcome, withThis } = standsAt(promise, facts)
      const { commitment } = promise
      const here = stated.get(commitment.id)
      return {
        key: commitment.key,
        words: promiseWords(commitment),
        due:
          commitment.kind === 'standing'
            ? 'always'
            : dueInWords(dueOf(commitment, promise.events).first, commitment.dueAssumed, facts.firstMonth),
        outcome: here?.outcome ?? outcome,
        withThis,
        said: here?.by ?? null,
      }
    }),
    /** The promises that publishing would add; what is promised already and said again is none. */
    makes: promised.map((each) => ({
      kind: each.kind,
      text: each.text,
      due: each.kind === 'standing' ? 'always' : dueInWords(each.due, each.dueAssumed, facts.firstMonth),
    })),
    /** In the order in which they are shown; none: every one with approved wording. */
    chosen: facts.chosen,
    items: named.map((item) => ({
      id: item.id,
      key: item.key,
      title: titles.get(item.id)?.title ?? '',
      words: item.titlePublic,
      wording: item.wordingState,
      worded: isWorded(item),
      status: item.status,
      programs: item.programs,
      shown: printed.has(item.id),
    })),
    changes: changes && {
      done: rows(changes.done),
      added: rows(changes.added),
      moved: rows(changes.moved),
      dropped: rows(changes.dropped),
      reopened: rows(changes.reopened),
      reworded: facts.previous ? rewordings(new Resolving(facts), facts.previous) : [],
    },
  }
}
