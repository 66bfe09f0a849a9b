import { isOpen } from './counting/definitions'
import { type Day, dayInWords } from './days'
import { RuleError } from './errors'
import { effectiveInWords } from './periods'
import {
  type DropKind,
  type EffectiveResolution,
  type ItemKind,
  type ItemStatus,
  type ItemTier,
  statusWords,
} from './vocabulary'

/** What the status rules need to know of an item: where it stands now. */
export interface StandingItem {
  id: string
  key: string
  kind: ItemKind
  continuous: boolean
  placeholder: boolean
  tier: ItemTier
  status: ItemStatus
  /** The effective day of the standing status entry. */
  statusOn: Day
  statusResolution: EffectiveResolution
  /** The seq of the standing status entry: what a correction supersedes. */
  statusSeq: number
  hasEvidence: boolean
}

/** A status entry about to be written. */
export interface StatusChange {
  status: ItemStatus
  effectiveOn: Day
  effectiveResolution: EffectiveResolution
  dropKind?: DropKind
  replacementItem?: string
  noEvidenceReason?: string
  reason?: string
  approvedBy?: string
  /** The seq of the status entry that this one replaces in the record. */
  supersedes?: number
}

/** When a change became true, as far as anyone knows. */
export interface When {
  on: Day
  resolution?: EffectiveResolution
}

export const itemVerbs = [
  'accept',
  'start',
  'block',
  'unblock',
  'submitForVerification',
  'complete',
  'reopen',
  'drop',
] as const
export type ItemVerb = (typeof itemVerbs)[number]

export const verbWords = {
  accept: 'Accept',
  start: 'Start',
  block: 'Block',
  unblock: 'Unblock',
  submitForVerification: 'Submit for verification',
  complete: 'Complete',
  reopen: 'Reopen',
  drop: 'Do not pursue',
} satisfies Record<ItemVerb, string>

/** From which statuses each verb may be used. */
const allowedFrom = {
  accept: ['proposed'],
  start: ['accepted'],
  block: ['accepted', 'in_progress', 'in_verification'],
  unblock: ['blocked'],
  submitForVerification: ['accepted', 'in_progress', 'blocked'],
  complete: ['accepted', 'in_progress', 'blocked', 'in_verification'],
  reopen: ['done', 'dropped'],
  drop: ['accepted', 'in_progress', 'blocked', 'in_verification'],
} satisfies Record<ItemVerb, readonly ItemStatus[]>

/** The verbs a person may choose for an item now, the likeliest first. Continuous work has no done. */
export function possibleVerbs(item: { status: ItemStatus; continuous: boolean }): ItemVerb[] {
  const likeliest: Record<ItemStatus, ItemVerb[]> = {
    proposed: ['accept'],
    accepted: ['start', 'complete', 'block', 'submitForVerification', 'drop'],
    in_progress: ['complete', 'submitForVerification', 'block', 'drop'],
    blocked: ['unblock', 'complete', 'submitForVerification', 'drop'],
    in_verification: ['complete', 'block', 'drop'],
    done: ['reopen'],
    dropped: ['reopen'],
  }
  const verbs = likeliest[item.status]
  return item.continuous ? verbs.filter((verb) => verb !== 'complete' && verb !== 'submitForVerification') : verbs
}

function check(verb: ItemVerb, item: StandingItem, when: When, today: Day) {
  const from: readonly ItemStatus[] = allowedFrom[verb]
  if (!from.includes(item.status)) {
    throw new RuleError(
      `cannot-${verb}`,
      `${item.key} is ${statusWords[item.status].toLowerCase()} and cannot be ${pastOf[verb]} from there. Nothing was changed.`,
    )
  }
  if (when.on > today) {
    const code = verb === 'complete' ? 'completed-in-future' : 'in-future'
    throw new RuleError(code, `${when.on} has not happened yet.`, 'on')
  }
  if (when.on < item.statusOn) {
    throw new RuleError(
      'before-standing-status',
      `${item.key} became ${statusWords[item.status].toLowerCase()} on ${dayInWords(item.statusOn)}, so it cannot have been ${pastOf[verb]} on ${dayInWords(when.on)}. Choose a later day, or correct the earlier one first.`,
      'on',
    )
  }
}

const pastOf = {
  accept: 'accepted',
  start: 'started',
  block: 'blocked',
  unblock: 'unblocked',
  submitForVerification: 'submitted for verification',
  complete: 'completed',
  reopen: 'reopened',
  drop: 'set aside',
} satisfies Record<ItemVerb, string>

const change = (status: ItemStatus, when: When): StatusChange => ({
  status,
  effectiveOn: when.on,
  effectiveResolution: when.resolution ?? 'day',
})

/**
 * Agrees to a proposed item from a day on. Accepting from before the proposal supersedes it: the later-dated
 * proposal would otherwise win over the acceptance and hide the item.
 */
export function accept(item: StandingItem, when: When, today: Day): StatusChange {
  const early = when.on < item.statusOn
  check('accept', early ? { ...item, statusOn: when.on } : item, when, today)
  return { ...change('accepted', when), ...(early ? { supersedes: item.statusSeq } : {}) }
}

export function start(item: StandingItem, when: When, today: Day): StatusChange {
  check('start', item, when, today)
  return change('in_progress', when)
}

/** Throws RuleError `no-reason` without a word on what blocks it. */
export function block(item: StandingItem, when: When, reason: string, today: Day): StatusChange {
  check('block', item, when, today)
  return { ...change('blocked', when), reason: said(reason, `Say what blocks ${item.key}.`) }
}

export function unblock(item: StandingItem, when: When, today: Day): StatusChange {
  check('unblock', item, when, today)
  return change('in_progress', when)
}

export function submitForVerification(item: StandingItem, when: When, today: Day): StatusChange {
  check('submitForVerification', item, when, today)
  refuseContinuous(item, 'verified')
  return change('in_verification', when)
}

/**
 * Finished in the world on `when`, which may lie in the past and may be known only to a period. Priority actions
 * need evidence or the recorded reason why there is none (the default policy). Throws RuleError
 * `completed-in-future`, `never-ends`, `no-evidence`, `cannot-complete`, `before-standing-status`.
 */
export function complete(
  item: StandingItem,
  when: When,
  proof: { evidence: boolean; noEvidenceReason?: string | undefined },
  today: Day,
): StatusChange {
  check('complete', item, when, today)
  refuseContinuous(item, 'completed')
  const reason = proof.noEvidenceReason?.trim()
  if (item.tier === 'priority_action' && !proof.evidence && !item.hasEvidence && !reason) {
    throw new RuleError(
      'no-evidence',
      `${item.key} is a priority action. Add a link to the evidence, or say why there is none.`,
      'evidenceUrl',
    )
  }
  return { ...change('done', when), ...(reason ? { noEvidenceReason: reason } : {}) }
}

/** The earlier completion stays in history and out of later counts. */
export function reopen(item: StandingItem, when: When, reason: string, today: Day): StatusChange {
  check('reopen', item, when, today)
  return { ...change('in_progress', when), reason: said(reason, `Say why ${item.key} is open again.`) }
}

/** Set aside, for good or until reopened. It stays in the total: quietly shrinking a promised number would be a lie. */
export function drop(
  item: StandingItem,
  when: When,
  why: { kind: DropKind; reason: string; approvedBy: string; replacementItem?: string | undefined },
  today: Day,
): StatusChange {
  check('drop', item, when, today)
  const reason = said(why.reason, `Say why ${item.key} is not pursued. Customers were told it would be.`)
  if (why.kind === 'superseded' && !why.replacementItem) {
    throw new RuleError('no-replacement', `Name the item that replaces ${item.key}.`, 'replacementItem')
  }
  if (why.replacementItem === item.id) {
    throw new RuleError('replaces-itself', `${item.key} cannot replace itself.`, 'replacementItem')
  }
  return {
    ...change('dropped', when),
    dropKind: why.kind,
    reason,
    approvedBy: why.approvedBy,
    ...(why.replacementItem ? { replacementItem: why.replacementItem } : {}),
  }
}

/**
 * Corrects the day of the standing status: the wrong entry leaves the record, the right one takes its place.
 * `earlierOn` is the effective day of the entry before it, which the corrected day may not precede.
 */
export function correctStatusDay(
  item: StandingItem,
  standing: StatusChange,
  when: When,
  earlierOn: Day | null,
  today: Day,
): StatusChange {
  if (when.on > today) throw new RuleError('in-future', `${when.on} has not happened yet.`, 'on')
  if (earlierOn !== null && when.on < earlierOn) {
    throw new RuleError(
      'before-earlier-status',
      `${item.key} has an earlier status from ${dayInWords(earlierOn)}; its ${statusWords[item.status].toLowerCase()} cannot lie before that.`,
      'on',
    )
  }
  return {
    ...standing,
    effectiveOn: when.on,
    effectiveResolution: when.resolution ?? 'day',
    supersedes: item.statusSeq,
  }
}

function refuseContinuous(item: StandingItem, word: string) {
  if (item.continuous) {
    throw new RuleError(
      'never-ends',
      `${item.key} is continuous work: it is reviewed, never ${word}. Drop it when it stops.`,
    )
  }
}

function said(text: string, otherwise: string): string {
  const trimmed = text.trim()
  if (trimmed === '') throw new RuleError('no-reason', otherwise, 'reason')
  return trimmed
}

/** Overdue means: promised for a period that is over, and not done. `Q3 2021` is not overdue on its last day. */
export function isOverdue(
  item: { status: ItemStatus; continuous: boolean; targetEndOn: Day | null },
  asOf: Day,
): boolean {
  return !item.continuous && isOpen(item.status) && item.targetEndOn !== null && item.targetEndOn < asOf
}

/** Open work that could be promised and has no date. */
export function isUndated(item: { status: ItemStatus; continuous: boolean; targetEndOn: Day | null }): boolean {
  return !item.continuous && isOpen(item.status) && item.targetEndOn === null
}

/** `Done, by April 16, 2021`: a status with the day it is known for. */
export function statusInWords(status: ItemStatus, on: Day, resolution: EffectiveResolution, firstMonth = 1): string {
  return `${statusWords[status]}, ${effectiveInWords(on, resolution, firstMonth)}`
}

/** The title a list prints: placeholders have none of their own. */
export const titleOf = (item: { placeholder: boolean; titleInternal: string }): string =>
  item.placeholder ? 'Not described in the update' : item.titleInternal

/** A title as it is stored. Throws RuleError `no-title`, `title-too-long`. */
export function cleanTitle(text: string, field = 'titleInternal'): string {
  const title = text.replace(/\s+/g, ' ').trim()
  if (title === '') throw new RuleError('no-title', 'Give it a title.', field)
  if (title.length > 300) {
    throw new RuleError('title-too-long', `A title has at most 300 characters; this one has ${title.length}.`, field)
  }
  return title
}
