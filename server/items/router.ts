import { v7 as newId } from 'uuid'
import type { Tx } from '../../db/open'
import { evidence } from '../../db/schema'
import { count } from '../../domain/counting/count'
import { liveEntries } from '../../domain/entries'
import { RuleError } from '../../domain/errors'
import * as rule from '../../domain/items'
import {
  AcceptItem,
  AddItemToProgram,
  AssignItem,
  BlockItem,
  CompleteItem,
  CorrectStatusDay,
  DescribeItem,
  DropItem,
  ItemByKey,
  ListItems,
  MoveItemTarget,
  ProposeItem,
  RemoveItemFromProgram,
  ReopenItem,
  RetitleItem,
  StartItem,
  SubmitItem,
  UnblockItem,
  UndoItemChange,
  WordItemPublicly,
} from '../../domain/items.input'
import { moveTarget, targetStory } from '../../domain/targets'
import { type Recorder, record } from '../history/store'
import { programById } from '../programs/store'
import { rememberItem } from '../search/documents'
import { type Context, change, may, reading, router } from '../trpc'
import { listItems } from './list'
import { itemPage } from './page'
import { propose } from './propose'
import { joinProgram, leaveProgram } from './scope'
import {
  type ItemRow,
  itemByKey,
  itemToChange,
  saveStatus,
  saveTarget,
  standingItem,
  statedTargets,
  targetEntriesOf,
  touchItem,
  undoEntry,
} from './store'

/** What a change of an item answers: the item's new version, and the record that can be undone. */
const answer = (row: ItemRow, seq: number) => ({
  id: row.id,
  key: row.key,
  version: row.version,
  status: row.status,
  undo: seq,
})

/** Load, decide, store, remember: the one shape of every change of status. */
function changeStatus(
  ctx: Context,
  input: {
    intentId: string
    itemId: string
    version: number
    on?: `${number}-${number}-${number}` | undefined
    resolution?: rule.When['resolution'] | undefined
  },
  verb: rule.ItemVerb | 'correctStatusDay',
  decide: (
    item: rule.StandingItem,
    when: rule.When,
    entries: Awaited<ReturnType<typeof standingItem>>['entries'],
  ) => rule.StatusChange,
  alsoStore: (tx: Tx, row: ItemRow, recorder: Recorder) => Promise<void> = async () => {},
) {
  return change(ctx, input, `items.${verb}`, async (tx, recorder) => {
    const row = await itemToChange(tx, input)
    const { standing, entries } = await standingItem(tx, row)
    const when = { on: input.on ?? ctx.standing.today, ...(input.resolution ? { resolution: input.resolution } : {}) }
    const status = decide(standing, when, entries)
    await alsoStore(tx, row, recorder)
    const recorded = await record(tx, recorder, {
      did: `item ${verb}`,
      subjectKind: 'item',
      subjectId: row.id,
      version: row.version + 1,
      reason: status.reason ?? null,
      difference: { from: standing.status, ...status },
    })
    return answer(await saveStatus(tx, row, status, recorded, entries), recorded.seq)
  })
}

/** The one shape of every change of an item's words and owner. */
function changeWords(
  ctx: Context,
  input: { intentId: string; itemId: string; version: number },
  did: string,
  set: Parameters<typeof touchItem>[3],
) {
  return change(ctx, input, `items.${did}`, async (tx, recorder) => {
    const row = await itemToChange(tx, input)
    const before = Object.fromEntries(Object.keys(set).map((name) => [name, row[name as keyof ItemRow]]))
    const recorded = await record(tx, recorder, {
      did: `item ${did}`,
      subjectKind: 'item',
      subjectId: row.id,
      version: row.version + 1,
      difference: { before, after: set },
    })
    const changed = await touchItem(tx, row, recorded, set)
    if (!('owner' in set)) await rememberItem(tx, changed)
    return answer(changed, recorded.seq)
  })
}

export const items = router({
  list: may('read')
    .input(ListItems)
    .query(({ ctx, input }) =>
      reading(ctx, input, (view) =>
        listItems(view, input, {
          today: ctx.standing.today,
          firstMonth: ctx.standing.organization?.fiscalFirstMonth ?? 1,
        }),
      ),
    ),

  byKey: may('read')
    .input(ItemByKey)
    .query(({ ctx, input }) =>
      ctx.workspace.db.snapshot(async (read) => itemPage(read, await itemByKey(read, input.key), ctx.standing)),
    ),

  propose: may('edit-items')
    .input(ProposeItem)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'items.propose', async (tx, recorder) => {
        const { row, seq } = await propose(tx, recorder, { ...input, id: newId(), origin: 'typed' }, ctx.standing.today)
        return answer(row, seq)
      }),
    ),

  accept: may('edit-items')
    .input(AcceptItem)
    .mutation(({ ctx, input }) =>
      changeStatus(ctx, input, 'accept', (item, when) => rule.accept(item, when, ctx.standing.today)),
    ),

  start: may('edit-items')
    .input(StartItem)
    .mutation(({ ctx, input }) =>
      changeStatus(ctx, input, 'start', (item, when) => rule.start(item, when, ctx.standing.today)),
    ),

  block: may('edit-items')
    .input(BlockItem)
    .mutation(({ ctx, input }) =>
      changeStatus(ctx, input, 'block', (item, when) => rule.block(item, when, input.reason, ctx.standing.today)),
    ),

  unblock: may('edit-items')
    .input(UnblockItem)
    .mutation(({ ctx, input }) =>
      changeStatus(ctx, input, 'unblock', (item, when) => rule.unblock(item, when, ctx.standing.today)),
    ),

  submitForVerification: may('edit-items')
    .input(SubmitItem)
    .mutation(({ ctx, input }) =>
      changeStatus(ctx, input, 'submitForVerification', (item, when) =>
        rule.submitForVerification(item, when, ctx.standing.today),
      ),
    ),

  complete: may('edit-items')
    .input(CompleteItem)
    .mutation(({ ctx, input }) =>
      changeStatus(
        ctx,
        input,
        'complete',
        (item, when) =>
          rule.complete(
            item,
            when,
            { evidence: input.evidenceUrl !== undefined, noEvidenceReason: input.noEvidenceReason },
            ctx.standing.today,
          ),
        async (tx, row, recorder) => {
          if (input.evidenceUrl) await addEvidence(tx, row, recorder, input.evidenceUrl)
        },
      ),
    ),

  reopen: may('edit-items')
    .input(ReopenItem)
    .mutation(({ ctx, input }) =>
      changeStatus(ctx, input, 'reopen', (item, when) => rule.reopen(item, when, input.reason, ctx.standing.today)),
    ),

  drop: may('edit-items')
    .input(DropItem)
    .mutation(({ ctx, input }) =>
      changeStatus(ctx, input, 'drop', (item, when) =>
        rule.drop(item, when, { ...input, approvedBy: input.approvedBy ?? ctx.actor.id }, ctx.standing.today),
      ),
    ),

  /** The day of the standing status was wrong. */
  correctStatusDay: may('edit-items')
    .input(CorrectStatusDay)
    .mutation(({ ctx, input }) =>
      changeStatus(ctx, input, 'correctStatusDay', (item, when, entries) => {
        const standing = entries.at(-1)
        if (!standing) throw new RuleError('no-status', `${item.key} has no status to correct.`)
        const { status, dropKind, replacementItem, noEvidenceReason, reason, approvedBy } = standing
        const kept = Object.fromEntries(
          Object.entries({ dropKind, replacementItem, noEvidenceReason, reason, approvedBy }).filter(
            ([, value]) => value !== null,
          ),
        )
        const as = {
          status,
          effectiveOn: standing.effectiveOn,
          effectiveResolution: standing.effectiveResolution,
          ...kept,
        }
        return rule.correctStatusDay(item, as, when, entries.at(-2)?.effectiveOn ?? null, ctx.standing.today)
      }),
    ),

  moveTarget: may('edit-items')
    .input(MoveItemTarget)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'items.moveTarget', async (tx, recorder) => {
        const row = await itemToChange(tx, input)
        const entries = await targetEntriesOf(tx, row.id)
        const story = targetStory(statedTargets(entries))
        const said = { ...input, on: input.saidOn ?? ctx.standing.today }
        const lastSaidOn = liveEntries(entries).at(-1)?.effectiveOn
        if (lastSaidOn && said.on < lastSaidOn) {
          throw new RuleError(
            'before-standing-target',
            `${row.key} has a target said on ${lastSaidOn}; a later word counts, so this one would change nothing.`,
            'saidOn',
          )
        }
        const next = {
          period: input.target.period,
          publicResolution: input.target.publicResolution ?? null,
          saidAs: input.target.saidAs ?? null,
          confidence: input.target.confidence,
        }
        const move = moveTarget(row, story, next, said, ctx.standing.today)
        const recorded = await record(tx, recorder, {
          did: 'item moveTarget',
          subjectKind: 'item',
          subjectId: row.id,
          version: row.version + 1,
          reason: move.reason,
          difference: { from: story.standing, to: move.period, change: move.change, reasonCode: move.reasonCode },
        })
        return answer(await saveTarget(tx, row, move, recorded), recorded.seq)
      }),
    ),

  assign: may('edit-items')
    .input(AssignItem)
    .mutation(({ ctx, input }) => changeWords(ctx, input, 'assign', { owner: input.owner })),

  retitle: may('edit-items')
    .input(RetitleItem)
    .mutation(({ ctx, input }) =>
      changeWords(ctx, input, 'retitle', { titleInternal: rule.cleanTitle(input.titleInternal), placeholder: false }),
    ),

  describe: may('edit-items')
    .input(DescribeItem)
    .mutation(({ ctx, input }) =>
      changeWords(ctx, input, 'describe', { descriptionInternal: input.descriptionInternal.trim() || null }),
    ),

  wordPublicly: may('word-publicly')
    .input(WordItemPublicly)
    .mutation(({ ctx, input }) => {
      const titlePublic = input.titlePublic === null ? null : rule.cleanTitle(input.titlePublic, 'titlePublic')
      if (titlePublic === null && input.wordingState === 'approved') {
        throw new RuleError(
          'no-wording',
          'There is no wording to approve yet. Write what customers will read.',
          'titlePublic',
        )
      }
      return changeWords(ctx, input, 'wordPublicly', { titlePublic, wordingState: input.wordingState })
    }),

  addToProgram: may('edit-items')
    .input(AddItemToProgram)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'items.addToProgram', async (tx, recorder) => {
        const row = await itemToChange(tx, input)
        const program = await programById(tx, input.programId)
        const { today } = ctx.standing
        const joined = await joinProgram(tx, recorder, row, program, { ...input, on: input.on ?? today }, today)
        const recorded = { seq: joined.seq, at: ctx.workspace.now().toISOString(), by: ctx.actor.id }
        return answer(await touchItem(tx, joined.row, recorded, {}), joined.seq)
      }),
    ),

  removeFromProgram: may('edit-items')
    .input(RemoveItemFromProgram)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'items.removeFromProgram', async (tx, recorder) => {
        const row = await itemToChange(tx, input)
        const program = await programById(tx, input.programId)
        const { today } = ctx.standing
        const recorded = await leaveProgram(tx, recorder, row, program, { ...input, on: input.on ?? today }, today)
        return answer(await touchItem(tx, row, recorded, {}), recorded.seq)
      }),
    ),

  undo: may('edit-items')
    .input(UndoItemChange)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'items.undo', async (tx, recorder) => {
        const row = await itemToChange(tx, input)
        const recorded = await record(tx, recorder, {
          did: 'item undo',
          subjectKind: 'item',
          subjectId: row.id,
          version: row.version + 1,
          difference: { undid: input.seq },
        })
        return answer(await undoEntry(tx, row, input.seq, recorded), recorded.seq)
      }),
    ),

  /** The numbers beside the views in the navigation: all of the workspace, today. */
  totals: may('read').query(({ ctx }) =>
    reading(ctx, {}, async ({ columns, question }) => count(columns, question({ programs: 'all' }))),
  ),
})

async function addEvidence(tx: Tx, row: ItemRow, recorder: Recorder, url: string) {
  const id = newId()
  const recorded = await record(tx, recorder, {
    did: 'item addEvidence',
    subjectKind: 'item',
    subjectId: row.id,
    version: row.version,
    difference: { evidence: id, url },
  })
  await tx
    .insert(evidence)
    .values({ id, item: row.id, kind: 'url', url, addedAt: recorded.at, addedBy: recorded.by })
    .returning({ id: evidence.id })
}
