import { dueOf } from '../../commitments'
import { dayInWords } from '../../days'
import { counted } from '../../words'
import type { PromiseFact } from '../facts'
import type { ProgramCoverage } from '../model'
import { promiseWords, standsAt } from '../promises'
import type { Resolving } from '../resolving'

/** Earlier promises that are due or changed and not worded here; items once shown open that vanished. */
export function checkPromises(resolving: Resolving): void {
  const { facts, printed, stated } = resolving
  const doneHere = new Set(printed.filter((each) => each.state === 'done').map((each) => each.item))
  const found = new Set<string>()
  for (const promise of facts.promises) {
    const problem = unreconciled(promise, resolving, doneHere)
    if (!problem) continue
    if (promise.commitment.item) found.add(promise.commitment.item)
    resolving.check('unreconciled', 'error', promise.commitment.id, problem, null, promise.commitment.key)
  }
  const said = new Set(
    facts.promises.flatMap(({ commitment }) =>
      commitment.item && stated.some((each) => each.commitment === commitment.id) ? [commitment.item] : [],
    ),
  )
  const here = new Set(printed.map((each) => each.item))
  for (const { item, words, state } of facts.previous?.shown ?? []) {
    if (state !== 'open' || here.has(item) || said.has(item) || found.has(item)) continue
    const key = resolving.item(item)?.key ?? 'An item'
    const sentence = `${key} was shown as open in “${facts.previous?.title ?? 'the previous report'}” (“${words}”) and is not mentioned here.`
    resolving.check('vanished', 'error', item, sentence, null, key)
  }
}

function unreconciled(promise: PromiseFact, resolving: Resolving, doneHere: ReadonlySet<string>): string | null {
  const { commitment, events, targetInside, dropped } = promise
  if (commitment.kind === 'standing') return null
  const { facts, stated } = resolving
  const here = stated.find((each) => each.commitment === commitment.id)
  if (here?.by === 'reconcile') return null
  const { outcome } = standsAt(promise, facts)
  const due = dueOf(commitment, events).standing
  const name = `${commitment.key}, “${promiseWords(commitment)}”,`
  const words = `Write what became of it: :::reconcile{promise=${commitment.key} as=…}`
  if (outcome === 'missed') return `${name} was due by ${due ? dayInWords(due.endOn) : 'now'} and is not done. ${words}`
  if (outcome === 'open' || outcome === 'moved') {
    if (dropped) return `${name} is not pursued any more. ${words}`
    if (targetInside && due && targetInside.endOn > due.endOn)
      return `${name} has a later date inside than was promised. ${words}`
    return null
  }
  if (here || (commitment.item !== null && doneHere.has(commitment.item))) return null
  return `${name} ended since it was made, and nothing here says so. Add ::promised{since=previous}, or name it.`
}

/** Open items that a reader would never learn of. */
export function checkCoverage(coverage: readonly ProgramCoverage[], resolving: Resolving): void {
  for (const { key, title, open, namedOpen, total, named, restIsSaid } of coverage) {
    if (restIsSaid || open === namedOpen) continue
    const sentence = `${title}: ${open} open, ${namedOpen === 0 ? 'none' : namedOpen} named here; ${counted(total - named, 'item')} of ${total} never mentioned. Add ::not-itemised{program=${key}}.`
    resolving.check('coverage', 'warning', key, sentence, null, key)
  }
}
