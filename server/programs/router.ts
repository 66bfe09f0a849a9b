import { v7 as newId } from 'uuid'
import { count, countedItems } from '../../domain/counting/count'
import { earlierOf } from '../../domain/days'
import { cleanTitle } from '../../domain/items'
import { cleanProgramKey, scopeLine, setBaseline } from '../../domain/programs'
import {
  CreateProgram,
  FixBaseline,
  ListPrograms,
  ProgramByKey,
  WordProgramPublicly,
} from '../../domain/programs.input'
import { record } from '../history/store'
import { titlesByIds } from '../items/titles'
import { change, may, reading, router } from '../trpc'
import { allPrograms, insertProgram, programByKey, programToChange, saveProgram, scopeEvents } from './store'

export const programs = router({
  list: may('read')
    .input(ListPrograms)
    .query(({ ctx, input }) =>
      reading(ctx, input, async ({ read, columns, question, asOf }) => {
        const rows = await allPrograms(read)
        return {
          asOf,
          programs: rows.map((row) => ({
            id: row.id,
            key: row.key,
            kind: row.kind,
            title: row.titleInternal,
            titlePublic: row.titlePublic,
            baselineOn: row.baselineOn,
            baselineAssumed: row.baselineAssumed,
            closedOn: row.closedOn,
            counts: count(columns, question({ programs: [row.id] })),
          })),
          /** The union: an item in several programs counts once, so this may be less than the sum. */
          union: count(columns, question({ programs: 'all' })),
        }
      }),
    ),

  byKey: may('read')
    .input(ProgramByKey)
    .query(({ ctx, input }) =>
      reading(ctx, input, async ({ read, columns, question, asOf, knownAt }) => {
        const row = await programByKey(read, input.key)
        const asked = question({ programs: [row.id] })
        const members = (at: typeof asked) =>
          countedItems(columns, at)
            .filter((item) => !item.continuous)
            .map((item) => item.id)
        const line = row.baselineOn
          ? scopeLine(members({ ...asked, asOf: earlierOf(row.baselineOn, asOf) }), members(asked))
          : null
        const changed = line ? [...line.added, ...line.removed].slice(0, 200) : []
        const titles = await titlesByIds(read, changed)
        const events = (await scopeEvents(read, [row.id], row.baselineOn, knownAt)).filter((event) => event.on <= asOf)
        return {
          id: row.id,
          key: row.key,
          version: row.version,
          kind: row.kind,
          title: row.titleInternal,
          titlePublic: row.titlePublic,
          notePublic: row.notePublic,
          baselineOn: row.baselineOn,
          baselineAssumed: row.baselineAssumed,
          closedOn: row.closedOn,
          asOf,
          knownAt,
          counts: count(columns, asked),
          scope: line && {
            baseline: line.baseline,
            total: line.total,
            added: line.added.length,
            removed: line.removed.length,
            addedItems: line.added.slice(0, 100).map((id) => titles.get(id) ?? { key: '', title: '' }),
            removedItems: line.removed.slice(0, 100).map((id) => titles.get(id) ?? { key: '', title: '' }),
          },
          events,
        }
      }),
    ),

  create: may('edit-items')
    .input(CreateProgram)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'programs.create', async (tx, recorder) => {
        const key = cleanProgramKey(input.key)
        const titleInternal = cleanTitle(input.titleInternal)
        const titlePublic = input.titlePublic ? cleanTitle(input.titlePublic, 'titlePublic') : null
        const baselineOn = input.baselineOn
          ? setBaseline({ key, baselineOn: null, closedOn: null }, input.baselineOn, ctx.standing.today)
          : null
        const id = newId()
        const recorded = await record(tx, recorder, {
          did: 'program create',
          subjectKind: 'program',
          subjectId: id,
          version: 1,
          difference: { key, titleInternal, titlePublic, kind: input.kind, baselineOn },
        })
        const row = { id, key, kind: input.kind, titleInternal, titlePublic, baselineOn, owner: input.owner ?? null }
        const saved = await insertProgram(tx, row, recorded)
        return { id: saved.id, key: saved.key, version: saved.version }
      }),
    ),

  /** From this day on the scope is governed: what joins or leaves needs a reason and an approver. */
  fixBaseline: may('edit-items')
    .input(FixBaseline)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'programs.fixBaseline', async (tx, recorder) => {
        const row = await programToChange(tx, input)
        const baselineOn = setBaseline(row, input.baselineOn, ctx.standing.today)
        const recorded = await record(tx, recorder, {
          did: 'program fixBaseline',
          subjectKind: 'program',
          subjectId: row.id,
          version: row.version + 1,
          difference: { from: null, to: baselineOn },
        })
        const saved = await saveProgram(tx, row, { baselineOn, baselineAssumed: false }, recorded)
        return { id: saved.id, key: saved.key, version: saved.version }
      }),
    ),

  /** What customers read of it: its name, and what stands after the list of its items in each new draft. */
  wordPublicly: may('word-publicly')
    .input(WordProgramPublicly)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'programs.wordPublicly', async (tx, recorder) => {
        const row = await programToChange(tx, input)
        const words = {
          titlePublic:
            input.titlePublic === undefined
              ? row.titlePublic
              : input.titlePublic?.trim()
                ? cleanTitle(input.titlePublic, 'titlePublic')
                : null,
          notePublic: input.notePublic === undefined ? row.notePublic : input.notePublic?.trim() || null,
        }
        const recorded = await record(tx, recorder, {
          did: 'program wordPublicly',
          subjectKind: 'program',
          subjectId: row.id,
          version: row.version + 1,
          difference: { before: { titlePublic: row.titlePublic, notePublic: row.notePublic }, after: words },
        })
        const saved = await saveProgram(tx, row, words, recorded)
        return { id: saved.id, key: saved.key, version: saved.version }
      }),
    ),
})
