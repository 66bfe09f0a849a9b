import type { Tx } from '../../db/open'
import type { Day } from '../../domain/days'
import { accept } from '../../domain/items'
import { addToProgram, removeFromProgram } from '../../domain/programs'
import { type Recorder, record } from '../history/store'
import type { ProgramRow } from '../programs/store'
import { type ItemRow, membershipOf, saveMembership, saveStatus, standingItem } from './store'

/**
 * Takes an item into a program. Only accepted items are members, so a proposed one is accepted from the same day.
 * Gives the item as it stands afterwards and the seq of the membership.
 */
export async function joinProgram(
  tx: Tx,
  recorder: Recorder,
  row: ItemRow,
  program: ProgramRow,
  scope: Parameters<typeof addToProgram>[2],
  today: Day,
): Promise<{ row: ItemRow; seq: number }> {
  const { isMember } = await membershipOf(tx, program.id, row.id)
  const joining = addToProgram(program, { key: row.key, isMember }, scope, today)
  let joined = row
  const { standing, entries } = await standingItem(tx, row)
  if (standing.status === 'proposed') {
    const accepted = accept(standing, { on: joining.effectiveOn }, today)
    const recorded = await record(tx, recorder, {
      did: 'item accept',
      subjectKind: 'item',
      subjectId: row.id,
      version: row.version + 1,
      difference: { from: 'proposed', ...accepted },
    })
    joined = await saveStatus(tx, row, accepted, recorded, entries)
  }
  const recorded = await record(tx, recorder, {
    did: 'item addToProgram',
    subjectKind: 'item',
    subjectId: row.id,
    version: joined.version,
    reason: joining.reason,
    difference: { program: program.id, ...joining },
  })
  await saveMembership(tx, joined, program.id, joining, recorded)
  return { row: joined, seq: recorded.seq }
}

/** Takes an item out of a program; it stays an item. */
export async function leaveProgram(
  tx: Tx,
  recorder: Recorder,
  row: ItemRow,
  program: ProgramRow,
  scope: Parameters<typeof removeFromProgram>[2],
  today: Day,
) {
  const membership = await membershipOf(tx, program.id, row.id)
  const leaving = removeFromProgram(program, { key: row.key, ...membership }, scope, today)
  const recorded = await record(tx, recorder, {
    did: 'item removeFromProgram',
    subjectKind: 'item',
    subjectId: row.id,
    version: row.version + 1,
    reason: leaving.reason,
    difference: { program: program.id, ...leaving },
  })
  await saveMembership(tx, row, program.id, leaving, recorded)
  return recorded
}
