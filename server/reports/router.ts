import { v7 as newId } from 'uuid'
import type { Tx } from '../../db/open'
import { NotFoundError, RuleError, StaleError } from '../../domain/errors'
import { cleanTitle } from '../../domain/items'
import { type Quarter, quarterInWords, quarterPeriod } from '../../domain/periods'
import { htmlOf } from '../../domain/reports/html'
import type { ReportModel } from '../../domain/reports/model'
import { mayPublish, slugOfReport } from '../../domain/reports/rules'
import {
  ArrangeReport,
  BeginReport,
  ChooseItems,
  DiscardReport,
  DraftOfReport,
  FigureOfReport,
  PublishReport,
  ReportBySlug,
  RestoreReport,
  WriteReport,
} from '../../domain/reports.input'
import { record } from '../history/store'
import { titlesByIds } from '../items/titles'
import { namesOfPeople } from '../people/store'
import { programsByKeys } from '../programs/store'
import { type Context, change, may, reading, router } from '../trpc'
import { counterOf } from '../workspaces/workspace'
import { asOfReport, beginning, compileStored } from './compile'
import { claimOnScreen, previewOf } from './preview'
import { rendered, storePublication } from './publish'
import {
  allReports,
  appendDraft,
  draftOf,
  draftsOf,
  insertReport,
  lastDraft,
  programsOfReport,
  type ReportRow,
  replaceChoice,
  replaceScope,
  reportById,
  reportBySlug,
  reportToChange,
  saveReport,
  versionsOf,
} from './store'

const firstMonthOf = (ctx: Context) => ctx.standing.organization?.fiscalFirstMonth ?? 1
const answer = (row: ReportRow) => ({ id: row.id, slug: row.slug, version: row.version })

/** A published report no longer changes: what stands there was said. */
async function draftToChange(tx: Tx, input: { reportId: string; version: number }): Promise<ReportRow> {
  const row = await reportToChange(tx, input)
  refusePublished(row)
  return row
}

/** Published or discarded: its text is not typed over. */
function refusePublished(row: ReportRow) {
  if (row.discardedAt !== null) {
    throw new RuleError('discarded', `“${row.title}” was discarded. Restore it first; nothing of it was lost.`)
  }
  if (row.state === 'draft') return
  throw new RuleError('published', `“${row.title}” is published. Its text and figures stay as they are.`)
}

/** The model as it was stored when it was published; null for a draft and for what stands elsewhere. */
async function publishedModel(read: View['read'], row: ReportRow): Promise<ReportModel | null> {
  if (row.state !== 'published') return null
  const [version] = await versionsOf(read, row.id)
  return (version?.model ?? null) as ReportModel | null
}

/** The snapshot a report is compiled in stands at the report's own day. */
const compiling = <T>(
  ctx: Context,
  slug: string,
  work: (view: Parameters<Parameters<typeof reading<T>>[2]>[0], row: ReportRow) => Promise<T>,
) =>
  reading<T>(ctx, {}, async (view) => {
    const row = await reportBySlug(view.read, slug)
    return work(at(view, asOfReport(row, ctx.standing.today)), row)
  })

type View = Parameters<Parameters<typeof reading>[2]>[0]
const at = (view: View, asOf: View['asOf']): View => ({
  ...view,
  asOf,
  question: (over) => view.question({ asOf, ...over }),
})

export const reports = router({
  list: may('read').query(({ ctx }) =>
    reading(ctx, {}, async ({ read }) => {
      const rows = await allReports(read)
      return Promise.all(
        rows.map(async (row) => {
          const [version] = row.state === 'draft' ? [] : await versionsOf(read, row.id)
          const draft = row.state === 'draft' ? await lastDraft(read, row.id) : null
          return {
            slug: row.slug,
            title: row.title,
            state: row.state,
            period: row.period ? quarterInWords(row.period as Quarter) : null,
            asOf: version?.asOfOn ?? row.asOfOn,
            publishedOn: version?.publishedOn ?? null,
            elsewhereUrl: version?.elsewhereUrl ?? null,
            discarded: row.discardedAt !== null,
            draft: draft?.number ?? null,
            savedAt: draft?.savedAt ?? null,
          }
        }),
      )
    }),
  ),

  /** What the studio opens: the text, its frame, what was published of it. */
  bySlug: may('read')
    .input(ReportBySlug)
    .query(({ ctx, input }) =>
      reading(ctx, {}, async ({ read }) => {
        const row = await reportBySlug(read, input.slug)
        const draft = await lastDraft(read, row.id)
        const versions = await versionsOf(read, row.id)
        const names = await namesOfPeople(
          read,
          versions.map((each) => each.publishedBy),
        )
        const others = (await allReports(read)).filter((each) => each.id !== row.id && each.state !== 'draft')
        return {
          id: row.id,
          slug: row.slug,
          version: row.version,
          title: row.title,
          state: row.state,
          discardedAt: row.discardedAt,
          template: row.template,
          period: row.period as Quarter | null,
          asOf: row.asOfOn,
          standsAt: asOfReport(row, ctx.standing.today),
          programs: (await programsOfReport(read, row.id)).map((each) => each.key),
          previous: row.previousReport ? (others.find((each) => each.id === row.previousReport)?.slug ?? null) : null,
          couldFollow: others.map((each) => ({ slug: each.slug, title: each.title })),
          body: row.state === 'draft' ? (draft?.body ?? '') : (versions[0]?.body ?? ''),
          draft: draft?.number ?? 0,
          savedAt: draft?.savedAt ?? null,
          versions: versions.map((each) => ({
            number: each.number,
            state: each.state,
            publishedOn: each.publishedOn,
            by: names.get(each.publishedBy) ?? null,
            contentSha256: each.contentSha256,
            elsewhereUrl: each.elsewhereUrl,
          })),
        }
      }),
    ),

  /** The last draft compiled: the exact article, and beside it everything its author should see. */
  preview: may('read')
    .input(ReportBySlug)
    .query(({ ctx, input }) => compiling(ctx, input.slug, previewOf)),

  /** What was published, from what was stored with it: later knowledge changes nothing here. */
  published: may('read')
    .input(ReportBySlug)
    .query(({ ctx, input }) =>
      reading(ctx, {}, async ({ read }) => {
        const model = await publishedModel(read, await reportBySlug(read, input.slug))
        if (!model) throw new NotFoundError('Nothing was published here with this report yet.')
        return {
          asOf: model.asOf,
          html: htmlOf(model, { claims: true }),
          claims: model.claims.map(claimOnScreen),
        }
      }),
    ),

  /** The rows behind one figure, at its own day: of the draft, or as they were published. */
  figure: may('read')
    .input(FigureOfReport)
    .query(({ ctx, input }) =>
      compiling(ctx, input.slug, async (view, row) => {
        const model = (await publishedModel(view.read, row)) ?? (await compileStored(view, row, input.draft)).model
        const claim = model.claims.find((each) => each.id === input.claim)
        if (!claim) throw new RuleError('no-figure', 'This figure is no longer in the draft.')
        const titles = await titlesByIds(view.read, claim.rows.slice(0, 500))
        return {
          id: claim.id,
          words: claim.words,
          directive: claim.directive,
          query: claim.query,
          asOf: claim.asOf,
          total: claim.rows.length,
          rows: claim.rows
            .slice(0, 500)
            .map((id) => ({ id, ...(titles.get(id) ?? { key: '', title: '', placeholder: true }) })),
        }
      }),
    ),

  drafts: may('read')
    .input(ReportBySlug)
    .query(({ ctx, input }) =>
      reading(ctx, {}, async ({ read }) => {
        const row = await reportBySlug(read, input.slug)
        const drafts = await draftsOf(read, row.id)
        const names = await namesOfPeople(read, [...new Set(drafts.map((each) => each.author))])
        return drafts.map((each) => ({
          number: each.number,
          savedAt: each.savedAt,
          length: each.length,
          by: names.get(each.author) ?? null,
        }))
      }),
    ),

  draft: may('read')
    .input(DraftOfReport)
    .query(({ ctx, input }) =>
      reading(ctx, {}, async ({ read }) => {
        const row = await reportBySlug(read, input.slug)
        const { number, body, savedAt } = await draftOf(read, row.id, input.number)
        return { number, body, savedAt }
      }),
    ),

  /** A new report: its text is made from a template over the record as it stands. */
  begin: may('edit-reports')
    .input(BeginReport)
    .mutation(async ({ ctx, input }) => {
      const firstMonth = firstMonthOf(ctx)
      const { asked, body } = await reading(ctx, {}, (view) =>
        beginning(at(view, input.asOf ?? ctx.standing.today), input, firstMonth),
      )
      return change(ctx, input, 'reports.begin', async (tx, recorder) => {
        const taken = (await allReports(tx)).map((each) => each.slug)
        const title = cleanTitle(asked.title, 'title')
        const slug = slugOfReport(asked.period, title, taken)
        const id = newId()
        const recorded = await record(tx, recorder, {
          did: 'report begin',
          subjectKind: 'report',
          subjectId: id,
          version: 1,
          difference: { slug, title, template: input.template, period: asked.period, asOf: input.asOf ?? null },
        })
        const period = asked.period ? quarterPeriod(asked.period, firstMonth) : null
        const row = await insertReport(
          tx,
          {
            id,
            slug,
            title,
            template: input.template,
            period: asked.period,
            periodFromOn: period?.fromOn ?? null,
            periodEndOn: period?.endOn ?? null,
            asOfOn: input.asOf ?? null,
          },
          asked.programs,
          recorded,
        )
        await appendDraft(tx, row, 1, body, recorded)
        return answer(row)
      })
    }),

  /** Keeps the text as it was typed. Two people who type over the same draft: the second is told, and nothing is lost. */
  write: may('edit-reports')
    .input(WriteReport)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'reports.write', async (tx, recorder) => {
        const row = await reportById(tx, input.reportId)
        refusePublished(row)
        const last = await lastDraft(tx, row.id)
        const number = last?.number ?? 0
        if (number !== input.number) {
          const names = await namesOfPeople(tx, last ? [last.author] : [])
          throw new StaleError(
            `${names.get(last?.author ?? '') ?? 'Somebody'} saved draft ${number} meanwhile. Your text is still in front of you and was not saved; look at theirs under Drafts.`,
            { version: number, changedBy: last?.author ?? null },
          )
        }
        if (last?.body === input.body) return { id: row.id, draft: number }
        const recorded = await record(tx, recorder, {
          did: 'report write',
          subjectKind: 'report',
          subjectId: row.id,
          version: row.version,
          difference: { draft: number + 1, characters: input.body.length },
        })
        await appendDraft(tx, row, number + 1, input.body, recorded)
        return { id: row.id, draft: number + 1 }
      }),
    ),

  /** What it is about: title, quarter, day, programs, what it follows. */
  arrange: may('edit-reports')
    .input(ArrangeReport)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'reports.arrange', async (tx, recorder) => {
        const row = await draftToChange(tx, input)
        const programs = await programsByKeys(tx, input.programs)
        const previous = input.previous ? await reportBySlug(tx, input.previous) : null
        if (previous?.id === row.id) throw new RuleError('follows-itself', 'A report cannot follow itself.', 'previous')
        if (input.asOf && input.asOf > ctx.standing.today)
          throw new RuleError('report-in-future', `${input.asOf} has not happened yet.`, 'asOf')
        const title = cleanTitle(input.title, 'title')
        const period = input.period ? quarterPeriod(input.period, firstMonthOf(ctx)) : null
        const set = {
          title,
          period: input.period,
          periodFromOn: period?.fromOn ?? null,
          periodEndOn: period?.endOn ?? null,
          asOfOn: input.asOf,
          previousReport: previous?.id ?? null,
        }
        const before = {
          title: row.title,
          period: row.period,
          asOfOn: row.asOfOn,
          previousReport: row.previousReport,
          programs: (await programsOfReport(tx, row.id)).map((each) => each.key),
        }
        const recorded = await record(tx, recorder, {
          did: 'report arrange',
          subjectKind: 'report',
          subjectId: row.id,
          version: row.version + 1,
          difference: { before, after: { ...set, programs: programs.map((each) => each.key) } },
        })
        await replaceScope(
          tx,
          row.id,
          programs.map((each) => each.id),
        )
        return answer(await saveReport(tx, row, set, recorded))
      }),
    ),

  /** Which items are shown by name, and in which order. None: every one with approved wording. */
  choose: may('edit-reports')
    .input(ChooseItems)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'reports.choose', async (tx, recorder) => {
        const row = await draftToChange(tx, input)
        const items = [...new Set(input.items)]
        const titles = await titlesByIds(tx, items)
        const unknown = items.find((id) => !titles.has(id))
        if (unknown)
          throw new RuleError(
            'no-such-item',
            'One of the chosen items does not exist here. Nothing was changed.',
            'items',
          )
        const recorded = await record(tx, recorder, {
          did: 'report choose',
          subjectKind: 'report',
          subjectId: row.id,
          version: row.version + 1,
          difference: { items },
        })
        await replaceChoice(tx, row.id, items)
        return answer(await saveReport(tx, row, {}, recorded))
      }),
    ),

  /** Compiled and rendered outside, stored in one write; begun again when anything was changed in between. */
  publish: may('publish')
    .input(PublishReport)
    .mutation(async ({ ctx, input }) => {
      for (let attempt = 1; ; attempt++) {
        const made = await reading(ctx, {}, async (view) => {
          const counter = await counterOf(view.read)
          const row = await reportById(view.read, input.reportId)
          const { facts, model, checks, body, number } = await compileStored(
            at(view, asOfReport(row, ctx.standing.today)),
            row,
          )
          return { counter, checks, number, ...rendered(facts, body, model) }
        })
        const published = await change(ctx, input, 'reports.publish', async (tx, recorder) => {
          // Never stored over a record that moved: its figures would be those of before.
          if ((await counterOf(tx)) !== made.counter) throw new Meanwhile()
          const row = await reportToChange(tx, input)
          if (row.discardedAt !== null) refusePublished(row)
          if (made.number !== input.number) {
            throw new StaleError(
              `Draft ${made.number} was saved since you read draft ${input.number}. Nothing was published; read it first.`,
              { version: row.version, changedBy: null },
            )
          }
          const { today } = ctx.standing
          const overrides = mayPublish(
            { title: row.title, state: row.state, asOf: made.model.asOf },
            made.checks,
            input.overrides,
            today,
          )
          const stored = await storePublication(tx, recorder, row, made, overrides, {
            today,
            now: ctx.workspace.now().toISOString(),
          })
          return { ...answer(stored.row), number: stored.version }
        }).catch((error: unknown) => {
          if (error instanceof Meanwhile && attempt < mostAttempts) return null
          if (error instanceof Meanwhile) {
            throw new RuleError(
              'record-moves',
              'The record changed each time the report was about to be published. Nothing was published; try again in a moment.',
            )
          }
          throw error
        })
        if (published) return published
      }
    }),

  /** A draft that nobody goes on with. It is kept, with every text, and can be restored. */
  discard: may('edit-reports')
    .input(DiscardReport)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'reports.discard', async (tx, recorder) => {
        const row = await draftToChange(tx, input)
        const recorded = await record(tx, recorder, {
          did: 'report discard',
          subjectKind: 'report',
          subjectId: row.id,
          version: row.version + 1,
          difference: { slug: row.slug },
        })
        return answer(await saveReport(tx, row, { discardedAt: recorded.at }, recorded))
      }),
    ),

  restore: may('edit-reports')
    .input(RestoreReport)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'reports.restore', async (tx, recorder) => {
        const row = await reportToChange(tx, input)
        if (row.discardedAt === null) throw new RuleError('not-discarded', `“${row.title}” was not discarded.`)
        const recorded = await record(tx, recorder, {
          did: 'report restore',
          subjectKind: 'report',
          subjectId: row.id,
          version: row.version + 1,
          difference: { slug: row.slug },
        })
        return answer(await saveReport(tx, row, { discardedAt: null }, recorded))
      }),
    ),
})

const mostAttempts = 6

/** Something was changed between compiling and storing. */
class Meanwhile extends Error {}
