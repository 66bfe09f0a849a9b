import { type Day, dayInWords } from './days'
import { RuleError } from './errors'
import type { AddedReason, MembershipChange, RemovedReason } from './vocabulary'

/** What the scope rules need to know of a program. */
export interface GovernedProgram {
  key: string
  baselineOn: Day | null
  closedOn: Day | null
}

/** A membership entry about to be written. */
export interface ScopeChange {
  change: MembershipChange
  effectiveOn: Day
  reasonCode: AddedReason | RemovedReason
  reason: string | null
  approvedBy: string | null
}

/**
 * Takes an item into the scope from a day on. After the baseline the scope is governed: a reason and an approver.
 * Throws RuleError `in-future`, `program-closed`, `already-member`, `no-approver`, `not-baseline`.
 */
export function addToProgram(
  program: GovernedProgram,
  item: { key: string; isMember: boolean },
  scope: {
    on: Day
    reasonCode?: AddedReason | undefined
    reason?: string | undefined
    approvedBy?: string | undefined
  },
  today: Day,
): ScopeChange {
  refuseClosed(program, scope.on, today)
  if (item.isMember) throw new RuleError('already-member', `${item.key} is already in ${program.key}.`)
  const governed = isGoverned(program, scope.on)
  const reasonCode = scope.reasonCode ?? (governed ? undefined : 'baseline')
  if (!reasonCode) {
    throw new RuleError(
      'no-scope-reason',
      `The scope of ${program.key} was fixed on ${baselineWords(program)}. Choose why ${item.key} joins it.`,
      'reasonCode',
    )
  }
  if (governed && reasonCode === 'baseline') {
    throw new RuleError(
      'not-baseline',
      `The baseline of ${program.key} is ${baselineWords(program)}; what joins later needs another reason.`,
      'reasonCode',
    )
  }
  requireApprover(program, scope)
  return {
    change: 'added',
    effectiveOn: scope.on,
    reasonCode,
    reason: scope.reason?.trim() || null,
    approvedBy: scope.approvedBy ?? null,
  }
}

/** Takes an item out of the scope: for what never belonged there. What is not pursued is dropped instead, and stays counted. */
export function removeFromProgram(
  program: GovernedProgram,
  item: { key: string; isMember: boolean; memberSince: Day | null },
  scope: { on: Day; reasonCode: RemovedReason; reason?: string | undefined; approvedBy?: string | undefined },
  today: Day,
): ScopeChange {
  refuseClosed(program, scope.on, today)
  if (!item.isMember) throw new RuleError('not-member', `${item.key} is not in ${program.key}.`)
  if (item.memberSince && scope.on < item.memberSince) {
    throw new RuleError(
      'before-membership',
      `${item.key} joined ${program.key} on ${dayInWords(item.memberSince)}; it cannot have left before that.`,
      'on',
    )
  }
  requireApprover(program, scope)
  return {
    change: 'removed',
    effectiveOn: scope.on,
    reasonCode: scope.reasonCode,
    reason: scope.reason?.trim() || null,
    approvedBy: scope.approvedBy ?? null,
  }
}

/** The scope is governed from the day after the baseline; before it, and without one, it is still being written down. */
export const isGoverned = (program: GovernedProgram, on: Day): boolean =>
  program.baselineOn !== null && on > program.baselineOn

/** Throws RuleError `baseline-in-future`. A baseline moved later swallows what was added in between, so it is fixed once. */
export function setBaseline(program: GovernedProgram, on: Day, today: Day): Day {
  if (on > today) throw new RuleError('baseline-in-future', `${on} has not happened yet.`, 'baselineOn')
  if (program.baselineOn !== null) {
    throw new RuleError(
      'baseline-fixed',
      `The baseline of ${program.key} was fixed on ${baselineWords(program)}. It does not move.`,
      'baselineOn',
    )
  }
  return on
}

function refuseClosed(program: GovernedProgram, on: Day, today: Day) {
  if (on > today) throw new RuleError('in-future', `${on} has not happened yet.`, 'on')
  if (program.closedOn !== null) {
    throw new RuleError(
      'program-closed',
      `${program.key} was closed on ${dayInWords(program.closedOn)}. Its scope stands.`,
    )
  }
}

function requireApprover(program: GovernedProgram, scope: { on: Day; approvedBy?: string | undefined }) {
  if (isGoverned(program, scope.on) && !scope.approvedBy) {
    throw new RuleError(
      'no-approver',
      `The scope of ${program.key} was fixed on ${baselineWords(program)}. Name who approved the change.`,
      'approvedBy',
    )
  }
}

const baselineWords = (program: GovernedProgram) => (program.baselineOn ? dayInWords(program.baselineOn) : 'no day yet')

/** A program's key: two to ten capitals and digits, as people say it. Throws RuleError `bad-key`. */
export function cleanProgramKey(text: string): string {
  const key = text.trim().toUpperCase()
  if (!/^[A-Z][A-Z0-9]{1,9}$/.test(key)) {
    throw new RuleError('bad-key', 'A key is two to ten capital letters and digits, such as FES.', 'key')
  }
  return key
}

/** The members that are counted: at the baseline and now, and what happened between. total = baseline + added - removed. */
export interface ScopeLine {
  baseline: number
  added: string[]
  removed: string[]
  total: number
}

/** `then` and `now` are the counted members (continuous ones left out) at the baseline and at as-of. */
export function scopeLine(then: readonly string[], now: readonly string[]): ScopeLine {
  const before = new Set(then)
  const after = new Set(now)
  return {
    baseline: before.size,
    added: now.filter((item) => !before.has(item)),
    removed: then.filter((item) => !after.has(item)),
    total: after.size,
  }
}

/** `37 = 37 at the baseline + 0 added - 0 removed`. */
export const scopeInWords = (line: ScopeLine): string =>
  `${line.total} = ${line.baseline} at the baseline + ${line.added.length} added − ${line.removed.length} removed`
