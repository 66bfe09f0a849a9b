import type { z } from 'zod'
import type { Tx } from '../../db/open'
import type { Day } from '../../domain/days'
import * as rule from '../../domain/items'
import type { ProposeItem } from '../../domain/items.input'
import { moveTarget } from '../../domain/targets'
import type { ItemOrigin } from '../../domain/vocabulary'
import { type Recorder, record } from '../history/store'
import { programById } from '../programs/store'
import { joinProgram } from './scope'
import { type ItemRow, insertItem, nextKey, saveTarget } from './store'

export interface Proposal extends Omit<z.output<typeof ProposeItem>, 'intentId'> {
  id: string
  origin: ItemOrigin
  placeholder?: boolean
  notePublic?: string | null
  wordingState?: ItemRow['wordingState']
}

/**
 * A new item: proposed; and, when it names programs, accepted into them from the same day, with its first target.
 * Each of these is a record of its own. Gives the item as it stands afterwards.
 */
export async function propose(
  tx: Tx,
  recorder: Recorder,
  proposal: Proposal,
  today: Day,
): Promise<{ row: ItemRow; seq: number }> {
  const on = proposal.on ?? today
  const titleInternal = rule.cleanTitle(proposal.titleInternal)
  const { key, keyNumber } = await nextKey(tx)
  const proposed = await record(tx, recorder, {
    did: 'item propose',
    subjectKind: 'item',
    subjectId: proposal.id,
    version: 1,
    reason: proposal.reason ?? null,
    difference: { key, title: titleInternal, on },
  })
  let row: ItemRow = await insertItem(
    tx,
    {
      id: proposal.id,
      key,
      keyNumber,
      kind: proposal.kind,
      continuous: proposal.continuous,
      placeholder: proposal.placeholder ?? false,
      origin: proposal.origin,
      createdBy: recorder.actor.id,
      titleInternal,
      descriptionInternal: proposal.descriptionInternal?.trim() || null,
      titlePublic: proposal.titlePublic ? rule.cleanTitle(proposal.titlePublic, 'titlePublic') : null,
      notePublic: proposal.notePublic ?? null,
      wordingState: proposal.wordingState ?? 'private',
      actionClass: proposal.actionClass ?? null,
      priority: proposal.priority ?? null,
      tier: proposal.tier,
      owner: proposal.owner ?? null,
      accountable: proposal.accountable ?? null,
      team: proposal.team ?? null,
    },
    on,
    proposal.services,
    proposed,
  )
  let { seq } = proposed
  for (const programId of proposal.programs) {
    const program = await programById(tx, programId)
    const joined = await joinProgram(tx, recorder, row, program, { ...proposal, on }, today)
    row = joined.row
    seq = joined.seq
  }
  if (proposal.target?.period) {
    const { period, publicResolution, saidAs, confidence } = proposal.target
    const next = { period, publicResolution: publicResolution ?? null, saidAs: saidAs ?? null, confidence }
    const move = moveTarget(row, { standing: null, lastStated: null }, next, { on }, today)
    const recorded = await record(tx, recorder, {
      did: 'item moveTarget',
      subjectKind: 'item',
      subjectId: row.id,
      version: row.version + 1,
      difference: { from: null, to: period, change: move.change },
    })
    row = await saveTarget(tx, row, move, recorded)
    seq = recorded.seq
  }
  return { row, seq }
}
