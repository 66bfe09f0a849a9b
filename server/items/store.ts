import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Read, Tx } from '../../db/open'
import {
  evidence,
  item,
  itemService,
  itemStatusEntry,
  itemTargetEntry,
  keySeries,
  membershipEntry,
  organization,
  program,
  programItem,
} from '../../db/schema'
import type { Day } from '../../domain/days'
import { liveEntries } from '../../domain/entries'
import { NotFoundError, RuleError, StaleError } from '../../domain/errors'
import type { StandingItem, StatusChange } from '../../domain/items'
import type { Period } from '../../domain/periods'
import type { ScopeChange } from '../../domain/programs'
import { type StatedTarget, type TargetMove, targetStory } from '../../domain/targets'
import type { Recorded } from '../history/store'
import { rememberItem } from '../search/documents'

export type ItemRow = typeof item.$inferSelect
export type StatusEntry = typeof itemStatusEntry.$inferSelect
export type TargetEntry = typeof itemTargetEntry.$inferSelect
export type MembershipEntry = typeof membershipEntry.$inferSelect

const placeholdersOf = <T extends object>(columns: T) =>
  Object.fromEntries(Object.keys(columns).map((name) => [name, sql.placeholder(name)])) as never

// ── Reading one ────────────────────────────────────────────────────────────────────────────────────────

/** Throws NotFoundError. */
export async function itemById(read: Read, itemId: string): Promise<ItemRow> {
  const [row] = await read
    .prepared('item-by-id', (r) =>
      r
        .select()
        .from(item)
        .where(eq(item.id, sql.placeholder('id'))),
    )
    .execute({ id: itemId })
  if (!row) throw new NotFoundError('This item does not exist here.')
  return row
}

/** Throws NotFoundError. */
export async function itemByKey(read: Read, key: string): Promise<ItemRow> {
  const [row] = await read
    .prepared('item-by-key', (r) =>
      r
        .select()
        .from(item)
        .where(eq(item.key, sql.placeholder('key'))),
    )
    .execute({ key })
  if (!row) throw new NotFoundError(`There is no item ${key}.`)
  return row
}

/** The item as it was read by whoever wants to change it. Throws NotFoundError, StaleError. */
export async function itemToChange(tx: Tx, input: { itemId: string; version: number }): Promise<ItemRow> {
  const row = await itemById(tx, input.itemId)
  if (row.version !== input.version) {
    throw new StaleError(`${row.key} was changed meanwhile. Your change was not made; look at what stands now.`, {
      version: row.version,
      changedBy: null,
    })
  }
  return row
}

export const statusEntriesOf = (read: Read, itemId: string): Promise<StatusEntry[]> =>
  read
    .prepared('item-status-entries', (r) =>
      r
        .select()
        .from(itemStatusEntry)
        .where(eq(itemStatusEntry.item, sql.placeholder('item'))),
    )
    .execute({ item: itemId })

export const targetEntriesOf = (read: Read, itemId: string): Promise<TargetEntry[]> =>
  read
    .prepared('item-target-entries', (r) =>
      r
        .select()
        .from(itemTargetEntry)
        .where(eq(itemTargetEntry.item, sql.placeholder('item'))),
    )
    .execute({ item: itemId })

/** By way of the programs there are: the index that finds an item's entries begins with the program. */
export const membershipEntriesOf = (read: Read, itemId: string): Promise<MembershipEntry[]> =>
  read
    .prepared('item-membership-entries', (r) =>
      r
        .select()
        .from(membershipEntry)
        .where(
          and(
            inArray(membershipEntry.program, r.select({ id: program.id }).from(program)),
            eq(membershipEntry.item, sql.placeholder('item')),
          ),
        ),
    )
    .execute({ item: itemId })

export const evidenceOf = (read: Read, itemId: string) =>
  read
    .prepared('item-evidence', (r) =>
      r
        .select()
        .from(evidence)
        .where(eq(evidence.item, sql.placeholder('item')))
        .orderBy(asc(evidence.addedAt)),
    )
    .execute({ item: itemId })

/** What the status rules ask for: the item with its standing status entry. */
export async function standingItem(
  read: Read,
  row: ItemRow,
): Promise<{ standing: StandingItem; entries: StatusEntry[] }> {
  const entries = liveEntries(await statusEntriesOf(read, row.id))
  const last = entries.at(-1)
  if (!last) throw new Error(`${row.key} has no status entry`)
  // Only one rule asks, and only of priority actions.
  const proofs = row.tier === 'priority_action' ? await evidenceOf(read, row.id) : []
  return {
    standing: {
      id: row.id,
      key: row.key,
      kind: row.kind,
      continuous: row.continuous,
      placeholder: row.placeholder,
      tier: row.tier,
      status: last.status,
      statusOn: last.effectiveOn,
      statusResolution: last.effectiveResolution,
      statusSeq: last.seq,
      hasEvidence: proofs.length > 0,
    },
    entries,
  }
}

const periodOf = (entry: TargetEntry): Period | null =>
  entry.fromOn && entry.endOn && entry.targetResolution
    ? { fromOn: entry.fromOn, endOn: entry.endOn, resolution: entry.targetResolution }
    : null

export const statedTargets = (entries: readonly TargetEntry[]): StatedTarget[] =>
  liveEntries(entries).map((entry) => ({
    seq: entry.seq,
    effectiveOn: entry.effectiveOn,
    period: periodOf(entry),
    confidence: entry.confidence,
  }))

/** Whether the item is a member of the program now, and since when. */
export async function membershipOf(read: Read, programId: string, itemId: string) {
  const rows = await read
    .prepared('pair-membership-entries', (r) =>
      r
        .select()
        .from(membershipEntry)
        .where(
          and(
            eq(membershipEntry.program, sql.placeholder('program')),
            eq(membershipEntry.item, sql.placeholder('item')),
          ),
        ),
    )
    .execute({ program: programId, item: itemId })
  const last = liveEntries(rows).at(-1)
  return { isMember: last?.change === 'added', memberSince: last?.change === 'added' ? last.effectiveOn : null }
}

// ── Writing ────────────────────────────────────────────────────────────────────────────────────────────

/** The next key of the organisation's prefix: after the highest, never one twice. */
export async function nextKey(tx: Tx): Promise<{ key: string; keyNumber: number }> {
  const [settings] = await tx.select({ prefix: organization.keyPrefix }).from(organization)
  if (!settings) throw new RuleError('not-set-up', 'This workspace has no organisation yet. Start it first.')
  const [series] = await tx
    .insert(keySeries)
    .values({ prefix: settings.prefix, last: 1 })
    .onConflictDoUpdate({ target: keySeries.prefix, set: { last: sql`${keySeries.last} + 1` } })
    .returning()
  const keyNumber = series?.last ?? 1
  return { key: `${settings.prefix}-${keyNumber}`, keyNumber }
}

type NewItem = Omit<
  typeof item.$inferInsert,
  'status' | 'statusOn' | 'doneOn' | 'doneResolution' | 'createdAt' | 'updatedAt' | 'version'
>

/** A new item stands as proposed from `on`; its entry is written with it. */
export async function insertItem(tx: Tx, row: NewItem, on: Day, services: readonly string[], recorded: Recorded) {
  const [inserted] = await tx
    .insert(item)
    .values({ ...row, status: 'proposed', statusOn: on, createdAt: recorded.at, updatedAt: recorded.at })
    .returning()
  if (!inserted) throw new Error('The item was not stored')
  await insertStatusEntry(tx, row.id, { status: 'proposed', effectiveOn: on, effectiveResolution: 'day' }, recorded)
  for (const service of services) await tx.insert(itemService).values({ item: row.id, service }).returning()
  await rememberItem(tx, inserted)
  return inserted
}

async function insertStatusEntry(
  tx: Tx,
  itemId: string,
  change: StatusChange,
  recorded: Recorded,
): Promise<StatusEntry> {
  const entry = {
    seq: recorded.seq,
    item: itemId,
    status: change.status,
    effectiveOn: change.effectiveOn,
    effectiveResolution: change.effectiveResolution,
    recordedAt: recorded.at,
    recordedBy: recorded.by,
    supersedes: change.supersedes ?? null,
    void: false,
    dropKind: change.dropKind ?? null,
    replacementItem: change.replacementItem ?? null,
    noEvidenceReason: change.noEvidenceReason ?? null,
    reason: change.reason ?? null,
    approvedBy: change.approvedBy ?? null,
  }
  await tx
    .prepared('status-entry-append', (t) =>
      t.insert(itemStatusEntry).values(placeholdersOf(entry)).returning({ seq: itemStatusEntry.seq }),
    )
    .execute(entry)
  return entry
}

/**
 * Writes a status entry and rewrites the item's projection of it. Gives the item as it stands afterwards. `before` are
 * the item's entries that count, where the caller has just read them in this `tx`; otherwise they are read here.
 */
export async function saveStatus(
  tx: Tx,
  row: ItemRow,
  change: StatusChange,
  recorded: Recorded,
  before?: readonly StatusEntry[],
): Promise<ItemRow> {
  const entry = await insertStatusEntry(tx, row.id, change, recorded)
  return projectStatus(tx, row, recorded, before ? [...before, entry] : await statusEntriesOf(tx, row.id))
}

async function projectStatus(
  tx: Tx,
  row: ItemRow,
  recorded: Recorded,
  entries: readonly StatusEntry[],
): Promise<ItemRow> {
  const standing = liveEntries(entries).at(-1)
  if (!standing)
    throw new RuleError('no-status-left', `${row.key} would be left without a status. Nothing was changed.`)
  const done = standing.status === 'done'
  const projection = {
    status: standing.status,
    statusOn: standing.effectiveOn,
    doneOn: done ? standing.effectiveOn : null,
    doneResolution: done ? standing.effectiveResolution : null,
    updatedAt: recorded.at,
    version: row.version + 1,
  }
  const [saved] = await tx
    .prepared('item-project-status', (t) =>
      t
        .update(item)
        .set(placeholdersOf(projection))
        .where(eq(item.id, sql.placeholder('id')))
        .returning(),
    )
    .execute({ ...projection, id: row.id })
  if (!saved) throw new Error(`${row.key} was not stored`)
  return saved
}

/** Writes a target entry and rewrites the projection: the standing period, moves, days slipped. */
export async function saveTarget(tx: Tx, row: ItemRow, move: TargetMove, recorded: Recorded): Promise<ItemRow> {
  const entry = {
    seq: recorded.seq,
    item: row.id,
    effectiveOn: move.effectiveOn,
    recordedAt: recorded.at,
    recordedBy: recorded.by,
    fromOn: move.period?.fromOn ?? null,
    endOn: move.period?.endOn ?? null,
    targetResolution: move.period?.resolution ?? null,
    publicResolution: move.publicResolution ?? move.period?.resolution ?? null,
    saidAs: move.saidAs,
    confidence: move.confidence,
    change: move.change,
    reasonCode: move.reasonCode,
    reason: move.reason,
  }
  await tx
    .prepared('target-entry-append', (t) =>
      t.insert(itemTargetEntry).values(placeholdersOf(entry)).returning({ seq: itemTargetEntry.seq }),
    )
    .execute(entry)
  return projectTarget(tx, row, recorded)
}

async function projectTarget(tx: Tx, row: ItemRow, recorded: Recorded): Promise<ItemRow> {
  const story = targetStory(statedTargets(await targetEntriesOf(tx, row.id)))
  return touchItem(tx, row, recorded, {
    targetFromOn: story.standing?.fromOn ?? null,
    targetEndOn: story.standing?.endOn ?? null,
    targetResolution: story.standing?.resolution ?? null,
    moves: story.moves,
    slipDays: story.slipDays,
  })
}

/** Writes a membership entry and rewrites the projection of current membership. */
export async function saveMembership(
  tx: Tx,
  row: ItemRow,
  programId: string,
  scope: ScopeChange,
  recorded: Recorded,
): Promise<void> {
  await tx
    .insert(membershipEntry)
    .values({
      seq: recorded.seq,
      program: programId,
      item: row.id,
      change: scope.change,
      effectiveOn: scope.effectiveOn,
      recordedAt: recorded.at,
      recordedBy: recorded.by,
      reasonCode: scope.reasonCode,
      reason: scope.reason,
      approvedBy: scope.approvedBy,
    })
    .returning({ seq: membershipEntry.seq })
  await projectMembership(tx, programId, row.id)
}

async function projectMembership(tx: Tx, programId: string, itemId: string) {
  const { isMember } = await membershipOf(tx, programId, itemId)
  if (isMember) {
    await tx.insert(programItem).values({ program: programId, item: itemId }).onConflictDoNothing().returning()
    return
  }
  await tx
    .delete(programItem)
    .where(and(eq(programItem.program, programId), eq(programItem.item, itemId)))
    .returning()
}

const setsSoFar: string[] = []

/** A number for each set of columns that is ever changed together: the name of its statement. */
function numberOfSet(set: object): number {
  const columns = Object.keys(set).join()
  const known = setsSoFar.indexOf(columns)
  return known >= 0 ? known : setsSoFar.push(columns) - 1
}

/** Changes what is not an entry: words, owner. Raises the version. */
export async function touchItem(
  tx: Tx,
  row: ItemRow,
  recorded: Recorded,
  set: Partial<typeof item.$inferInsert>,
): Promise<ItemRow> {
  const stated = Object.entries(set).filter(([, value]) => value !== undefined)
  const changed = { ...Object.fromEntries(stated), updatedAt: recorded.at, version: row.version + 1 }
  const [saved] = await tx
    .prepared(`item-touch-${numberOfSet(changed)}`, (t) =>
      t
        .update(item)
        .set(placeholdersOf(changed))
        .where(eq(item.id, sql.placeholder('id')))
        .returning(),
    )
    .execute({ ...changed, id: row.id })
  if (!saved) throw new Error(`${row.key} was not stored`)
  return saved
}

/**
 * Takes the standing entry with this seq out of the record: its void is written, or, when it was itself a
 * correction, the entry it corrected is put back. Throws RuleError `nothing-to-undo`, `first-status`.
 */
export async function undoEntry(tx: Tx, row: ItemRow, seq: number, recorded: Recorded): Promise<ItemRow> {
  const outOfRecord = { recordedAt: recorded.at, recordedBy: recorded.by, seq: recorded.seq, supersedes: seq }
  const statuses = await statusEntriesOf(tx, row.id)
  const status = statuses.find((entry) => entry.seq === seq)
  if (status) {
    const live = liveEntries(statuses)
    const corrected = statuses.find((entry) => entry.seq === status.supersedes)
    if (live.at(-1)?.seq !== seq) throw nothingToUndo(row)
    if (live.length === 1 && !corrected) {
      throw new RuleError('first-status', `${row.key} would be left without a status. Nothing was changed.`)
    }
    const back = corrected ? { ...corrected, void: false } : { ...status, void: true }
    await tx
      .insert(itemStatusEntry)
      .values({ ...back, ...outOfRecord })
      .returning({ seq: itemStatusEntry.seq })
    return projectStatus(tx, row, recorded, await statusEntriesOf(tx, row.id))
  }
  const targets = await targetEntriesOf(tx, row.id)
  const target = targets.find((entry) => entry.seq === seq)
  if (target) {
    if (liveEntries(targets).at(-1)?.seq !== seq) throw nothingToUndo(row)
    await tx
      .insert(itemTargetEntry)
      .values({ ...target, ...outOfRecord, void: true })
      .returning({ seq: itemTargetEntry.seq })
    return projectTarget(tx, row, recorded)
  }
  const memberships = await membershipEntriesOf(tx, row.id)
  const membership = memberships.find((entry) => entry.seq === seq)
  if (membership) {
    const ofPair = memberships.filter((entry) => entry.program === membership.program)
    if (liveEntries(ofPair).at(-1)?.seq !== seq) throw nothingToUndo(row)
    await tx
      .insert(membershipEntry)
      .values({ ...membership, ...outOfRecord, void: true })
      .returning({ seq: membershipEntry.seq })
    await projectMembership(tx, membership.program, row.id)
    return touchItem(tx, row, recorded, {})
  }
  throw nothingToUndo(row)
}

const nothingToUndo = (row: ItemRow) =>
  new RuleError(
    'nothing-to-undo',
    `That change of ${row.key} is no longer the one that stands, so it was not undone. Change it forward instead.`,
  )
