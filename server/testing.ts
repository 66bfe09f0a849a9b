import pino from 'pino'
import { v7 as newId } from 'uuid'
import { organization } from '../db/schema'
import type { Story } from '../db/stories'
import { freshDatabase } from '../db/testing/fresh'
import type { Day } from '../domain/days'
import { policyWords } from '../domain/vocabulary'
import { historyOf, type Recorder } from './history/store'
import { insertLocalPerson, localPersonId } from './people/store'
import { createCaller } from './router'
import type { Actor, Context, Examples } from './trpc'
import { loadStory } from './workspaces/load-story'
import { Workspace } from './workspaces/workspace'

type Caller = ReturnType<typeof createCaller>

/** Fills in what every call carries and no story is about: the intent. */
type WithoutIntent<T> = T extends (input: infer I) => infer R
  ? (input: I extends { intentId: string } ? Omit<I, 'intentId'> & { intentId?: string } : I) => R
  : T
export type Api = { [Noun in keyof Caller]: { [Verb in keyof Caller[Noun]]: WithoutIntent<Caller[Noun][Verb]> } }

const silent = pino({ level: 'silent' })
const noExamples: Examples = { loaded: async () => [], load: async () => {}, remove: async () => {} }

/** A workspace with nobody's data in it, its clock at `today`, and the front door to it; on the engine of the test run. */
export async function freshApp({
  today = '2021-07-20',
  zone = 'America/Los_Angeles',
  actor = { id: localPersonId, kind: 'person', may: new Set(policyWords) } as Actor,
  story,
}: {
  today?: Day
  zone?: string
  actor?: Actor
  /** The workspace of this example instead of an empty one; its clock is its own. */
  story?: Story
} = {}) {
  const clock = { now: new Date(`${today}T20:00:00.000Z`) }
  const db = await freshDatabase({ now: () => clock.now })
  const workspace = new Workspace(story?.slug ?? 'main', db, () => clock.now)
  if (story) await loadStory(db, story)
  else {
    await db.write(async (tx) => {
      await tx.insert(organization).values({ id: 1, name: 'Test company', zone }).returning()
      await insertLocalPerson(tx, 'You')
    })
  }

  const contextOf = async (): Promise<Context> => ({
    workspace,
    standing: await workspace.standing(),
    actor,
    requestId: newId(),
    log: silent,
    examples: noExamples,
  })

  const api = new Proxy({} as Api, {
    get: (_, noun: keyof Caller) =>
      new Proxy({} as never, {
        get: (_ignored, verb: string) => async (input?: Record<string, unknown>) => {
          const caller = createCaller(await contextOf()) as never as Record<
            string,
            Record<string, (input: unknown) => unknown>
          >
          return caller[noun]?.[verb]?.(input && { intentId: newId(), ...input })
        },
      }),
  })

  const given = {
    /** A program; its scope is fixed on `baselineOn`, or not yet. */
    program: async (key: string, baselineOn: Day | null = null) =>
      api.programs.create({ key, titleInternal: `Improvements to ${key}`, baselineOn }),
    /** An item in a program (or only proposed), with what it takes to be started. */
    item: async ({
      title = 'Reconfigure failover',
      program,
      on = '2021-03-03',
      status = 'accepted',
      ...more
    }: {
      title?: string
      program?: { id: string }
      on?: Day
      status?: 'accepted' | 'in_progress' | 'done'
    } & Partial<Parameters<Api['items']['propose']>[0]> = {}) => {
      let item = await api.items.propose({ titleInternal: title, programs: program ? [program.id] : [], on, ...more })
      if (status !== 'accepted') item = await api.items.start({ itemId: item.id, version: item.version, on })
      if (status === 'done') item = await api.items.complete({ itemId: item.id, version: item.version, on })
      return item
    },
  }

  const recorder: Recorder = { actor: { id: localPersonId, kind: 'person' }, requestId: null, now: () => clock.now }
  return {
    api,
    given,
    workspace,
    db,
    contextOf,
    recorder,
    /** The day goes on: the real clock moves, and with it today. */
    dayIs: (day: Day) => {
      clock.now = new Date(`${day}T20:00:00.000Z`)
    },
    historyOf: (item: { id: string }) => db.snapshot((read) => historyOf(read, 'item', item.id)),
  }
}
