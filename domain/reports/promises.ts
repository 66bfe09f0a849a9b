import type { RootContent, TableRow } from 'mdast'
import type { ContainerDirective, LeafDirective } from 'mdast-util-directive'
import { assumedUpdateDue, dueInWords, dueOf, outcomeOf, updateInWords } from '../commitments'
import { dayInWords } from '../days'
import { effectiveInWords, periodInWords } from '../periods'
import { type CommitmentKind, type CommitmentOutcome, outcomeWords } from '../vocabulary'
import { underscored } from './directives'
import type { PromiseFact, ReportFacts } from './facts'
import { Args, plainText, type Resolving, text, Unresolved } from './resolving'

/** How an earlier promise stands with this report: a promised update about its quarter is kept by it. */
export function standsAt(promise: PromiseFact, facts: ReportFacts): { outcome: CommitmentOutcome; withThis: boolean } {
  const { commitment, events } = promise
  const isThis = commitment.kind === 'next_update' && commitment.about !== null && commitment.about === facts.period
  if (!isThis || promise.finished) return { outcome: promise.outcome, withThis: false }
  // Kept on the day it is published, which may be long after the day its figures stand at.
  const { publishedOn } = facts
  return { outcome: outcomeOf(commitment, events, { on: publishedOn, resolution: 'day' }, publishedOn), withThis: true }
}

/** What a promise is called in a table: the words it was made in. */
export const promiseWords = (commitment: PromiseFact['commitment']): string =>
  commitment.kind === 'next_update' && commitment.about ? updateInWords(commitment.about) : commitment.text

/** `::promised`: every promise that no report has settled yet, and where it stands. `said` are the author's outcomes. */
export function promisedBlock(
  node: LeafDirective,
  resolving: Resolving,
  said: ReadonlyMap<string, CommitmentOutcome>,
): RootContent[] {
  new Args(node, resolving)
  const { facts } = resolving
  const { promises, firstMonth } = facts
  if (promises.length === 0) {
    resolving.chip(node, 'nothing to reconcile')
    return []
  }
  const rows = promises.map((promise): TableRow => {
    const { commitment, events } = promise
    const { withThis, ...stands } = standsAt(promise, facts)
    const outcome = said.get(commitment.key) ?? stands.outcome
    state(resolving, promise, outcome, null, 'promised')
    const due = dueOf(commitment, events).first
    const isOwn = said.has(commitment.key)
    const words =
      withThis && !isOwn
        ? `${outcome === 'kept' ? 'Kept' : 'Kept late'}, with this update`
        : outcomeInWords(promise, outcome, isOwn, firstMonth)
    return {
      type: 'tableRow',
      children: [
        { type: 'tableCell', children: [text(promiseWords(commitment))] },
        {
          type: 'tableCell',
          children: [
            text(commitment.kind === 'standing' ? 'always' : dueInWords(due, commitment.dueAssumed, firstMonth)),
          ],
        },
        { type: 'tableCell', data: { role: roles[outcome] }, children: [text(words)] },
      ],
    }
  })
  const kept = resolving.stated.filter((each) => each.outcome === 'kept').length
  resolving.chip(node, `${promises.length} to account for, ${kept} kept`)
  const items = promises.flatMap(({ commitment }) => commitment.item ?? [])
  const claim = resolving.newClaim(
    node,
    { promises: promises.map(({ commitment }) => commitment.key) },
    `${promises.length} promises`,
    promises.length,
    items,
  )
  const heads = ['We said', 'For', 'Today'].map((head) => ({ type: 'tableCell' as const, children: [text(head)] }))
  return [
    {
      type: 'table',
      align: [null, null, null],
      data: { role: 'promises', claim },
      children: [{ type: 'tableRow', children: heads }, ...rows],
    },
  ]
}

const roles = {
  open: 'open',
  kept: 'kept',
  kept_late: 'kept-late',
  moved: 'moved',
  missed: 'missed',
  reworded: 'reworded',
  withdrawn: 'withdrawn',
} as const satisfies Record<CommitmentOutcome, string>

/** `isOwn`: the author says so in words of this report, so that a move is announced by it. */
function outcomeInWords(promise: PromiseFact, outcome: CommitmentOutcome, isOwn: boolean, firstMonth: number): string {
  const { finished, commitment, events, targetInside } = promise
  switch (outcome) {
    case 'kept':
      return 'Kept'
    case 'kept_late':
      return finished ? `Kept late, ${effectiveInWords(finished.on, finished.resolution, firstMonth)}` : 'Kept late'
    case 'moved': {
      const due = (isOwn ? targetInside : null) ?? dueOf(commitment, events).standing
      return due ? `Moved to ${periodInWords(due, firstMonth)}` : 'Moved'
    }
    case 'missed':
      return 'Not done in time'
    case 'reworded':
      return 'Reworded'
    case 'withdrawn':
      return 'Withdrawn'
    case 'open':
      return commitment.kind === 'standing' ? 'Stands' : 'Open'
  }
}

function state(
  resolving: Resolving,
  { commitment }: PromiseFact,
  outcome: CommitmentOutcome,
  words: string | null,
  by: 'promised' | 'reconcile',
) {
  const earlier = resolving.stated.findIndex((each) => each.commitment === commitment.id)
  const said = { commitment: commitment.id, key: commitment.key, outcome, words, by }
  if (earlier < 0) resolving.stated.push(said)
  // The author's words say more than the table.
  else if (by === 'reconcile') resolving.stated[earlier] = said
}

/** `:::reconcile`: the author's words for a promise. Their outcome is held against the record. */
export function reconcileBlock(node: ContainerDirective, resolving: Resolving, words: RootContent[]): RootContent[] {
  const args = new Args(node, resolving)
  const promise = args.promise()
  const outcome = underscored(args.word('as') ?? '') as CommitmentOutcome
  const said = words.map(plainText).join(' ').trim()
  if (said === '') throw new Unresolved('A reconciliation needs its words between the colons.')
  const { commitment } = promise
  const wrong = contradiction(promise, outcome, resolving.facts)
  if (wrong) {
    const sentence = `${commitment.key} is said to be ${outcomeWords[outcome].toLowerCase()}, and ${wrong}.`
    resolving.check('not-verified', 'error', commitment.id, sentence, resolving.placeOf(node), commitment.key)
  }
  state(resolving, promise, outcome, said, 'reconcile')
  resolving.chip(node, `${commitment.key} ${outcome.replace('_', ' ')}`)
  return words
}

/** Why what the author says of a promise cannot be so; null when it can. Withdrawing and rewording are the author's to say. */
function contradiction(promise: PromiseFact, said: CommitmentOutcome, facts: ReportFacts): string | null {
  const { commitment, events, inVerification, targetInside } = promise
  const actual = standsAt(promise, facts).outcome
  const isFinished = actual === 'kept' || actual === 'kept_late'
  switch (said) {
    case 'kept':
    case 'kept_late':
      if (!isFinished) return unfinished(promise, inVerification)
      return said === actual ? null : `it was ${outcomeWords[actual].toLowerCase()}`
    case 'moved': {
      if (isFinished) return `it was ${outcomeWords[actual].toLowerCase()}`
      const due = dueOf(commitment, events)
      if (due.moved || commitment.item === null) return null
      const isLater = targetInside !== null && (due.standing === null || targetInside.endOn > due.standing.endOn)
      return isLater ? null : 'its item has no later date. Move its target first, with the reason'
    }
    case 'missed':
      return isFinished ? `it was ${outcomeWords[actual].toLowerCase()}` : null
    default:
      return null
  }
}

function unfinished({ commitment }: PromiseFact, inVerification: boolean): string {
  if (inVerification) return 'its item is still in verification'
  if (commitment.item !== null) return 'its item is not done'
  if (commitment.kind === 'next_update') return 'no update about that quarter was published'
  return `nobody has recorded where customers can see it. Close ${commitment.key} on the page of promises`
}

/** `:::commitment`: the words, and a promise once this is published. */
export function commitmentBlock(node: ContainerDirective, resolving: Resolving, words: RootContent[]): RootContent[] {
  const args = new Args(node, resolving)
  const kind = underscored(args.word('kind') ?? 'other') as CommitmentKind
  const due = args.period('due') ?? null
  const said = words.map(plainText).join(' ').trim()
  if (said === '') throw new Unresolved('A commitment needs its words between the colons.')
  if (kind === 'standing' && due)
    throw new Unresolved('A standing promise has no due. Leave due= out, or choose another kind.')
  refusePast(node, resolving, due, said)
  const promise = args.has('promise') ? args.promise().commitment.key : null
  resolving.forward.push({ kind, text: said, item: null, about: null, due, dueAssumed: false, promise })
  const when = due
    ? `due ${periodInWords(due, resolving.facts.firstMonth)}`
    : kind === 'standing'
      ? 'always'
      : 'no date'
  resolving.chip(node, `${when}, ${kind.replace('_', ' ')}`)
  return words
}

/** `:::next-update`: the promise of the next report. What it covers is not when it is due. */
export function nextUpdateBlock(node: ContainerDirective, resolving: Resolving, words: RootContent[]): RootContent[] {
  const args = new Args(node, resolving)
  const about = args.quarter('about')
  if (!about) throw new Unresolved(':::next-update needs about=: the quarter it will be about.')
  const said = words.map(plainText).join(' ').trim()
  if (said === '') throw new Unresolved('The promise of an update needs its words between the colons.')
  const stated = args.period('due')
  const due = stated ?? assumedUpdateDue(about, resolving.facts.firstMonth)
  refusePast(node, resolving, due, said)
  resolving.forward.push({
    kind: 'next_update',
    text: said,
    item: null,
    about,
    due,
    dueAssumed: !stated,
    promise: null,
  })
  resolving.chip(node, stated ? `about ${about}, due ${periodInWords(due)}` : `about ${about}`)
  return words
}

function refusePast(
  node: ContainerDirective,
  resolving: Resolving,
  due: { endOn: `${number}-${number}-${number}` } | null,
  said: string,
) {
  const { asOf } = resolving.facts
  if (due === null || due.endOn >= asOf) return
  const sentence = `This promises something for a time that ended on ${dayInWords(due.endOn)}, before the report’s day of ${dayInWords(asOf)}.`
  resolving.check('eta-passed', 'error', said.slice(0, 80), sentence, resolving.placeOf(node), said.slice(0, 80))
}
