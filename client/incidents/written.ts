import { instantFromLocal, localFromInstant } from '../../domain/clocks'
import { RuleError } from '../../domain/errors'
import type { MilestoneKind, MilestoneQualifier, Severity } from '../../domain/vocabulary'
import type { Questions } from '../api'

/** A time as it is being typed, and the instant it was read from: a time that came twice must not become its twin. */
export interface Typed {
  local: string
  from?: { at: string; local: string; zone: string }
}
export interface WindowRow {
  id: number
  from: Typed
  to: Typed
}
export interface MilestoneRow {
  id: number
  kind: MilestoneKind
  at: Typed
  qualifier: MilestoneQualifier
  saidAs: string
  public: boolean
}
export interface ServiceRow {
  id: number
  service: string
  effect: string
}

export type Written = Pick<
  Questions['incidents']['create'],
  'title' | 'severity' | 'zone' | 'windows' | 'milestones' | 'services' | 'summaryInternal' | 'causeInternal'
>

let lastRow = 0
export const nextRow = () => ++lastRow
export const untyped = (): Typed => ({ local: '' })
export const typed = (at: string, zone: string): Typed => {
  const local = localFromInstant(at, zone)
  return { local, from: { at, local, zone } }
}
export const newWindow = (): WindowRow => ({ id: nextRow(), from: untyped(), to: untyped() })
export const newMilestone = (kind: MilestoneKind): MilestoneRow => ({
  id: nextRow(),
  kind,
  at: untyped(),
  qualifier: 'exact',
  saidAs: '',
  public: true,
})

/** What the form holds when it is sent; rows left empty are not among them. */
export interface Filled {
  title: string
  severity: Severity
  zone: string
  windows: readonly WindowRow[]
  milestones: readonly MilestoneRow[]
  services: readonly ServiceRow[]
  summary: string
  cause: string
}

/**
 * The record that a filled form means. Throws RuleError for a time that is missing, or that no clock of the zone ever
 * showed; its field names the row as it is sent, `windows.1.fromAt`.
 */
export function recordOf({ title, severity, zone, windows, milestones, services, summary, cause }: Filled): Written {
  const instant = (time: Typed, field: string, missing: string) => {
    if (!time.local) throw new RuleError('no-time', missing, field)
    if (time.from && time.from.local === time.local && time.from.zone === zone) return time.from.at
    try {
      return instantFromLocal(time.local, zone)
    } catch (error) {
      if (error instanceof RuleError) throw new RuleError(error.code, error.message, error.field ?? field)
      throw error
    }
  }
  return {
    title,
    severity,
    zone,
    windows: windows.map((row, index) => ({
      fromAt: instant(row.from, `windows.${index}.fromAt`, 'Say when the impact began.'),
      toAt: row.to.local ? instant(row.to, `windows.${index}.toAt`, '') : null,
    })),
    milestones: milestones.map((row, index) => ({
      kind: row.kind,
      at: instant(row.at, `milestones.${index}.at`, 'Say when, or take the row away.'),
      qualifier: row.qualifier,
      saidAs: row.saidAs.trim() || null,
      public: row.public,
    })),
    services: services.map((row) => ({ service: row.service, effectPublic: row.effect.trim() || null })),
    summaryInternal: summary.trim() || null,
    causeInternal: cause.trim() || null,
  }
}
