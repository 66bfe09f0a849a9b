import type { Day } from './days'
import { RuleError } from './errors'
import { type Period, periodInWords, type Quarter, quarterAfter, quarterInWords, quarterPeriod } from './periods'
import type { CommitmentEventKind, CommitmentKind, CommitmentOutcome, EffectiveResolution } from './vocabulary'

/** A promise as it was made in public. */
export interface Commitment {
  id: string
  key: string
  kind: CommitmentKind
  /** The words it was made in. */
  text: string
  /** Id of the item it is about. */
  item: string | null
  /** The quarter an update was promised about. */
  about: Quarter | null
  /** Null: no date was given. */
  due: Period | null
  /** The date follows from a rule and was never said. It is not printed as promised. */
  dueAssumed: boolean
  madeOn: Day
}

/** What was published or recorded about it afterwards, in the order of the record. */
export interface CommitmentEvent {
  kind: CommitmentEventKind
  outcome: CommitmentOutcome | null
  effectiveOn: Day
  /** The new due of a move. */
  due: Period | null
}

/** When the subject of a promise was finished, as far as anyone knows at the question's day. */
export interface Finished {
  on: Day
  resolution: EffectiveResolution
}

/** Outcomes after which nothing more is owed, once they were published. */
const settledOutcomes: readonly CommitmentOutcome[] = ['kept', 'kept_late', 'withdrawn', 'reworded']

/** A published report has said how it ended. Standing promises never end. */
export const isSettled = (commitment: Pick<Commitment, 'kind'>, events: readonly CommitmentEvent[]): boolean =>
  commitment.kind !== 'standing' &&
  events.some((event) => event.kind === 'reported' && event.outcome !== null && settledOutcomes.includes(event.outcome))

/** The due as first said, as it stands now, and whether a later one was published. */
export function dueOf(commitment: Pick<Commitment, 'due'>, events: readonly CommitmentEvent[]) {
  const said = [commitment.due, ...events.flatMap((event) => (event.kind === 'moved' ? [event.due] : []))]
  const dated = said.filter((due) => due !== null)
  const first = dated[0] ?? null
  const standing = dated.at(-1) ?? null
  return { first, standing, moved: first !== null && standing !== null && standing.endOn > first.endOn }
}

/**
 * How a promise stands on a day. `finished` is when its subject was done (null: it is not): for an item its standing
 * completion, for an update the day a report about that quarter was published. A null due is never over.
 * A completion known only `by` a day after the due period counts as late: nobody stated that it was in time.
 */
export function outcomeOf(
  commitment: Pick<Commitment, 'kind' | 'due'>,
  events: readonly CommitmentEvent[],
  finished: Finished | null,
  asOf: Day,
): CommitmentOutcome {
  const known = events.filter((event) => event.effectiveOn <= asOf)
  if (known.some((event) => event.kind === 'withdrawn')) return 'withdrawn'
  if (known.some((event) => event.kind === 'reworded')) return 'reworded'
  const { first, standing, moved } = dueOf(commitment, known)
  const closed = known.find((event) => event.kind === 'closed')
  const doneOn = closed?.effectiveOn ?? (finished && finished.on <= asOf ? finished.on : null)
  if (doneOn !== null) return first === null || doneOn <= first.endOn ? 'kept' : 'kept_late'
  if (standing !== null && standing.endOn < asOf) return 'missed'
  return moved ? 'moved' : 'open'
}

/** Kept on time of those whose first due is over at as-of; promises for which nobody said a date are in no ratio. */
export function onTimeRatio(
  promises: readonly { first: Period | null; dueAssumed: boolean; outcome: CommitmentOutcome }[],
  asOf: Day,
): { kept: number; due: number } {
  const due = promises.filter(({ first, dueAssumed }) => first !== null && !dueAssumed && first.endOn < asOf)
  return { kept: due.filter(({ outcome }) => outcome === 'kept').length, due: due.length }
}

/** `Q2 2021`, or that no date was given. An assumed due is never said. */
export const dueInWords = (due: Period | null, assumed: boolean, firstMonth = 1): string =>
  due === null || assumed ? 'no date given' : periodInWords(due, firstMonth)

/** An update about a quarter is due by the end of the following one, unless somebody said when. */
export const assumedUpdateDue = (about: Quarter, firstMonth = 1): Period =>
  quarterPeriod(quarterAfter(about), firstMonth)

export const updateInWords = (about: Quarter): string => `An update about ${quarterInWords(about)}`

/** A forward statement of a report: what publishing it promises. */
export interface ForwardStatement {
  kind: CommitmentKind
  text: string
  item: string | null
  about: Quarter | null
  due: Period | null
  dueAssumed: boolean
  /** The key of the earlier promise that it renews, where the author named one. */
  promise: string | null
}

/** What publishing does to the list of promises. */
export type PromiseChange =
  | { do: 'make'; statement: ForwardStatement }
  | { do: 'move'; commitment: Commitment; due: Period }

/**
 * One open promise per subject: saying the same again adds nothing, a later date moves it, a new subject makes one.
 * `standing` are the promises that are not settled, with their events.
 */
export function promisesFrom(
  statements: readonly ForwardStatement[],
  standing: readonly { commitment: Commitment; events: readonly CommitmentEvent[] }[],
): PromiseChange[] {
  const changes: PromiseChange[] = []
  const made: ForwardStatement[] = []
  const moved = new Map<string, { do: 'move'; commitment: Commitment; due: Period }>()
  for (const statement of statements) {
    const earlier = standing.find(({ commitment }) => isSameSubject(statement, commitment))
    if (earlier) {
      const { commitment } = earlier
      // An item in two lists is moved once, to the later of its dates.
      const due = moved.get(commitment.id)?.due ?? dueOf(commitment, earlier.events).standing
      if (!statement.due || statement.dueAssumed || (due !== null && statement.due.endOn <= due.endOn)) continue
      const move = moved.get(commitment.id)
      if (move) move.due = statement.due
      else {
        const first = { do: 'move' as const, commitment, due: statement.due }
        moved.set(commitment.id, first)
        changes.push(first)
      }
      continue
    }
    if (made.some((each) => isSameSubject(statement, { ...each, key: '' }))) continue
    made.push(statement)
    changes.push({ do: 'make', statement })
  }
  return changes
}

const plain = (text: string) => text.toLowerCase().replaceAll(/\s+/g, ' ').trim()

function isSameSubject(
  statement: ForwardStatement,
  other: Pick<Commitment, 'key' | 'kind' | 'item' | 'about' | 'text'>,
): boolean {
  if (statement.promise !== null) return statement.promise === other.key
  if (statement.kind !== other.kind) return false
  if (statement.item !== null || other.item !== null) return statement.item === other.item
  if (statement.kind === 'next_update') return statement.about === other.about
  return plain(statement.text) === plain(other.text)
}

/**
 * A person closes a promise that no item and no report can finish: with the day it was kept, the evidence and words.
 * Throws RuleError `closes-itself`, `in-future`, `before-promise`, `no-evidence`, `bad-evidence`, `never-ends`.
 */
export function closeCommitment(
  commitment: Pick<Commitment, 'key' | 'kind' | 'madeOn'>,
  closing: { on: Day; evidence: string; words: string },
  today: Day,
): { effectiveOn: Day; evidence: string; words: string | null } {
  if (commitment.kind === 'standing') {
    throw new RuleError(
      'never-ends',
      `${commitment.key} is a standing promise. It can be withdrawn in a report, not closed.`,
    )
  }
  if (commitment.kind === 'item_target' || commitment.kind === 'next_update') {
    const by = commitment.kind === 'item_target' ? 'when its item is completed' : 'when the update is published'
    throw new RuleError('closes-itself', `${commitment.key} is kept ${by}; it is not closed by hand.`)
  }
  if (closing.on > today) throw new RuleError('in-future', `${closing.on} has not happened yet.`, 'on')
  if (closing.on < commitment.madeOn) {
    throw new RuleError(
      'before-promise',
      `${commitment.key} was promised on ${commitment.madeOn}; it cannot have been kept before.`,
      'on',
    )
  }
  const evidence = closing.evidence.trim()
  if (evidence === '')
    throw new RuleError('no-evidence', `Say where customers can see that ${commitment.key} was kept.`, 'evidence')
  if (!/^https?:\/\/\S+$/i.test(evidence)) {
    throw new RuleError('bad-evidence', 'A link to the evidence begins with http:// or https://.', 'evidence')
  }
  return { effectiveOn: closing.on, evidence, words: closing.words.trim() || null }
}
