import { eq } from 'drizzle-orm'
import { organization } from '../../db/schema'
import { stories, storyBySlug } from '../../db/stories'
import { isSettled } from '../../domain/commitments'
import { count, dateFigures } from '../../domain/counting/count'
import { dayInWords, dayInZone } from '../../domain/days'
import { RuleError, StaleError } from '../../domain/errors'
import { cleanTitle } from '../../domain/items'
import { quarterOf, quarterPeriod } from '../../domain/periods'
import { LoadExample, MoveToday, RemoveExample, StartEmpty, WordOrganization } from '../../domain/workspaces.input'
import { allPromises } from '../commitments/store'
import { record } from '../history/store'
import { incidentCount } from '../incidents/store'
import { directory, insertLocalPerson } from '../people/store'
import { allPrograms } from '../programs/store'
import { type Context, change, may, reading, router } from '../trpc'

/** What every page needs to begin with; also written into the page itself, so that a first load asks for nothing. */
export function about(ctx: Context) {
  return reading(ctx, {}, async ({ read, columns, question, asOf }) => {
    const { organization: settings, today } = ctx.standing
    const firstMonth = settings?.fiscalFirstMonth ?? 1
    const programs = await allPrograms(read)
    const all = question({ programs: 'all' })
    const counts = count(columns, all)
    const dates = dateFigures(columns, all, quarterPeriod(quarterOf(asOf, firstMonth), firstMonth))
    const story = ctx.workspace.story ? storyBySlug(ctx.workspace.story) : null
    return {
      workspace: ctx.workspace.name,
      story: story ? { slug: story.slug, title: story.title, about: story.about } : null,
      organization: settings && {
        name: settings.name,
        zone: settings.zone,
        fiscalFirstMonth: settings.fiscalFirstMonth,
        longTermDays: settings.longTermDays,
      },
      today,
      quarter: quarterOf(today, firstMonth),
      you: ctx.actor.id,
      programs: programs.map((row) => ({
        id: row.id,
        key: row.key,
        title: row.titleInternal,
        kind: row.kind,
        baselineOn: row.baselineOn,
      })),
      ...(await directory(read)),
      views: {
        items: counts.total + counts.ongoing,
        overdue: dates.overdue,
        undated: dates.undated,
        incidents: await incidentCount(read),
        /** Those that no published report has settled yet. */
        promises: (await allPromises(read)).filter(({ commitment, events }) => !isSettled(commitment, events)).length,
      },
      examples: {
        offered: stories.map(({ slug, title, about: words, opensAt }) => ({ slug, title, about: words, opensAt })),
        loaded: ctx.workspace.story ? [] : await ctx.examples.loaded(),
      },
    }
  })
}

export const workspaces = router({
  about: may('read').query(({ ctx }) => about(ctx)),

  /** The real workspace begins without anything in it but its name. */
  startEmpty: may('manage-settings')
    .input(StartEmpty)
    .mutation(({ ctx, input }) => {
      if (ctx.workspace.story)
        throw new RuleError('is-example', 'This is an example. Start your own workspace beside it.')
      const name = cleanTitle(input.name, 'name')
      // Refuses a zone that does not exist, before anything is written.
      dayInZone(ctx.workspace.now(), input.zone)
      return change(ctx, input, 'workspaces.startEmpty', async (tx, recorder) => {
        const [standing] = await tx.select({ name: organization.name }).from(organization)
        if (standing) throw new RuleError('already-started', `${standing.name} was started already.`)
        const { zone, fiscalFirstMonth } = input
        await tx.insert(organization).values({ id: 1, name, zone, fiscalFirstMonth }).returning()
        await insertLocalPerson(tx, input.yourName ? cleanTitle(input.yourName, 'yourName') : 'You')
        await record(tx, recorder, {
          did: 'organization start',
          subjectKind: 'organization',
          subjectId: '1',
          version: 1,
          difference: { name, zone, fiscalFirstMonth },
        })
        return { name }
      })
    }),

  /** Examples are workspaces of their own: nothing in them ever mixes with real figures. */
  loadExample: may('manage-settings')
    .input(LoadExample)
    .mutation(async ({ ctx, input }) => {
      await ctx.examples.load(input.story)
      return { path: `/example/${input.story}/` }
    }),

  removeExample: may('manage-settings')
    .input(RemoveExample)
    .mutation(async ({ ctx, input }) => {
      await ctx.examples.remove(input.story)
      return { removed: input.story }
    }),

  /** An example's clock goes forward when its reader says so; never back, since entries of the later day stay. */
  moveToday: may('manage-settings')
    .input(MoveToday)
    .mutation(({ ctx, input }) => {
      if (!ctx.workspace.story) throw new RuleError('real-clock', 'The clock of a real workspace is the calendar.')
      const { today } = ctx.standing
      if (input.to < today) {
        throw new RuleError(
          'clock-back',
          `The example stands at ${dayInWords(today)} and only moves forward. Load it anew to start over.`,
          'to',
        )
      }
      return change(ctx, input, 'workspaces.moveToday', async (tx, recorder) => {
        await tx
          .update(organization)
          .set({ todayOn: input.to })
          .where(eq(organization.id, 1))
          .returning({ id: organization.id })
        await record(tx, recorder, {
          did: 'organization moveToday',
          subjectKind: 'organization',
          subjectId: '1',
          version: null,
          difference: { from: today, to: input.to },
        })
        return { today: input.to }
      })
    }),

  /** How the company speaks after an outage: what each new draft opens and closes with. */
  words: may('read').query(({ ctx }) => {
    const settings = ctx.standing.organization
    return { version: settings?.version ?? 1, ethos: settings?.ethos ?? null, closing: settings?.closing ?? null }
  }),

  wordOrganization: may('word-publicly')
    .input(WordOrganization)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'workspaces.wordOrganization', async (tx, recorder) => {
        const [row] = await tx.select().from(organization)
        if (!row) throw new RuleError('not-set-up', 'This workspace has no organisation yet. Start it first.')
        if (row.version !== input.version) {
          throw new StaleError(
            'These words were changed meanwhile. Yours are still in front of you and were not saved.',
            {
              version: row.version,
              changedBy: null,
            },
          )
        }
        const words = {
          ethos: input.ethos === undefined ? row.ethos : input.ethos?.trim() || null,
          closing: input.closing === undefined ? row.closing : input.closing?.trim() || null,
        }
        await record(tx, recorder, {
          did: 'organization word',
          subjectKind: 'organization',
          subjectId: '1',
          version: row.version + 1,
          difference: { before: { ethos: row.ethos, closing: row.closing }, after: words },
        })
        await tx
          .update(organization)
          .set({ ...words, version: row.version + 1 })
          .where(eq(organization.id, 1))
          .returning({ id: organization.id })
        return { version: row.version + 1 }
      }),
    ),
})
