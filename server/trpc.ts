import { createHash } from 'node:crypto'
import { initTRPC, TRPCError } from '@trpc/server'
import canonicalize from 'canonicalize'
import { and, eq, sql } from 'drizzle-orm'
import type { Logger } from 'pino'
import { ZodError } from 'zod'
import { type Read, StoreError, type Tx } from '../db/open'
import { intent } from '../db/schema'
import type { Columns } from '../domain/counting/columns'
import type { Question } from '../domain/counting/count'
import type { Day, Instant } from '../domain/days'
import { NotFoundError, RuleError, StaleError } from '../domain/errors'
import type { PolicyWord } from '../domain/vocabulary'
import type { Recorder } from './history/store'
import { moveCounter, type Standing, type Workspace } from './workspaces/workspace'

/** Who asks. Until sign-in exists this is a fixed local person who holds every role. */
export interface Actor {
  id: string
  kind: 'person'
  may: ReadonlySet<PolicyWord>
}

/** The examples: loading and removing them is the installation's business, not a workspace's. */
export interface Examples {
  loaded(): Promise<string[]>
  load(story: string): Promise<void>
  remove(story: string): Promise<void>
}

export interface Context {
  workspace: Workspace
  standing: Standing
  actor: Actor
  requestId: string
  log: Logger
  examples: Examples
}

const t = initTRPC
  .context<Context>()
  .meta<{ may: PolicyWord }>()
  .create({
    // Only what is listed here leaves the building: no stack, no SQL, no path.
    errorFormatter: ({ shape, error, ctx }) => ({
      code: shape.code,
      message: error.code === 'INTERNAL_SERVER_ERROR' ? masked(ctx?.requestId) : error.message,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        requestId: ctx?.requestId ?? null,
        ...detailsOf(error.cause),
      },
    }),
  })

const masked = (requestId: string | undefined) =>
  `Something went wrong on our side and nothing was changed. Try again; if it stays, look for request ${requestId ?? 'unknown'} in the server's log.`

/** What a form needs to put the sentence next to its field. */
function detailsOf(cause: unknown): {
  rule?: string
  field?: string
  fields?: { path: string; message: string }[]
  current?: { version: number; changedBy: string | null }
} {
  if (cause instanceof StaleError) return { rule: cause.code, current: cause.current }
  if (cause instanceof RuleError) {
    return cause.field ? { rule: cause.code, field: cause.field } : { rule: cause.code }
  }
  if (cause instanceof ZodError) {
    return { rule: 'bad-input', fields: cause.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
  }
  if (cause instanceof StoreError) return { rule: cause.code }
  return {}
}

/** The one place where a refusal becomes an answer. Anything unexpected is logged whole and masked. */
const sentences = t.middleware(async ({ next, ctx, path }) => {
  const result = await next()
  if (result.ok) return result
  const { error } = result
  const cause = error.cause
  if (cause instanceof NotFoundError) throw new TRPCError({ code: 'NOT_FOUND', message: cause.message, cause })
  if (cause instanceof RuleError) throw new TRPCError({ code: 'CONFLICT', message: cause.message, cause })
  if (cause instanceof StoreError) {
    ctx.log.error({ path, requestId: ctx.requestId, trouble: cause.code }, cause.message)
    throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: cause.message, cause })
  }
  if (cause instanceof ZodError) {
    const [issue] = cause.issues
    const where = issue?.path.length ? `${issue.path.join('.')}: ` : ''
    throw new TRPCError({
      code: 'BAD_REQUEST',
      message: `${where}${issue?.message ?? 'The input is not valid.'}`,
      cause,
    })
  }
  if (error.code === 'INTERNAL_SERVER_ERROR') {
    ctx.log.error({ path, requestId: ctx.requestId, err: cause ?? error }, 'unexpected error')
  }
  throw error
})

const policed = t.middleware(async ({ next, ctx, meta, path }) => {
  // The type of `may` makes a procedure without a word impossible; this holds for whoever finds a way round it.
  if (!meta) throw new TRPCError({ code: 'FORBIDDEN', message: `${path} declares no policy.` })
  if (!ctx.actor.may.has(meta.may)) {
    throw new TRPCError({ code: 'FORBIDDEN', message: 'You may not do this here. Ask an administrator.' })
  }
  return next()
})

export const router = t.router
export const callerOf = t.createCallerFactory

/**
 * The beginning of every procedure: the policy word it lives under. There is no other way to make one, so a
 * procedure without a policy does not compile.
 */
export const may = (word: PolicyWord) => t.procedure.meta({ may: word }).use(sentences).use(policed)

/** Whoever acts in this request, for the history. */
export const recorderOf = (ctx: Context): Recorder => ({
  actor: ctx.actor,
  requestId: ctx.requestId,
  now: ctx.workspace.now,
})

/**
 * A change: one intent, one effect. A repeat of the same intent gets the stored answer; the same intent with other
 * contents is refused. Work, history, intent and counter are one transaction.
 */
export async function change<T>(
  ctx: Context,
  input: { intentId: string },
  what: string,
  work: (tx: Tx, recorder: Recorder) => Promise<T>,
): Promise<T> {
  const payloadHash = createHash('sha256')
    .update(`${what}\n${canonicalize(input)}`)
    .digest('hex')
  return ctx.workspace.db.write(async (tx) => {
    const [earlier] = await tx
      .prepared('intent-by-id', (r) =>
        r
          .select()
          .from(intent)
          .where(and(eq(intent.actor, sql.placeholder('actor')), eq(intent.intentId, sql.placeholder('intentId')))),
      )
      .execute({ actor: ctx.actor.id, intentId: input.intentId })
    if (earlier) {
      if (earlier.payloadHash === payloadHash) return earlier.result as T
      throw new RuleError(
        'intent-reused',
        'This change was sent twice with different contents. Nothing was changed; try again.',
      )
    }
    const result = await work(tx, recorderOf(ctx))
    await moveCounter(tx)
    await tx
      .prepared('intent-append', (w) =>
        w
          .insert(intent)
          .values({
            actor: sql.placeholder('actor'),
            intentId: sql.placeholder('intentId'),
            payloadHash: sql.placeholder('payloadHash'),
            result: sql.placeholder('result'),
            at: sql.placeholder('at'),
          })
          .returning({ intentId: intent.intentId }),
      )
      .execute({
        actor: ctx.actor.id,
        intentId: input.intentId,
        payloadHash,
        result: result ?? null,
        at: ctx.workspace.now().toISOString(),
      })
    return result
  })
}

/** What a reading stands on: one snapshot, and the columns as that snapshot sees them. */
export interface Reading {
  read: Read
  columns: Columns
  /** A question at the request's as-of and known-at (today and everything known, unless asked otherwise). */
  question(over: Pick<Question, 'programs'> & Partial<Question>): Question
  asOf: Day
  knownAt: Instant | null
  /** The workspace's day. */
  today: Day
  /** An answer that stays true until the next record is written: made once, kept until then. */
  remembered<T>(key: string, make: () => T | Promise<T>): Promise<T>
}

/** Reads at one point in time. An as-of that has not come is answered with what stands: nothing is known beyond today. */
export function reading<T>(
  ctx: Pick<Context, 'workspace' | 'standing'>,
  when: { asOf?: Day | undefined; knownAt?: Instant | undefined },
  work: (reading: Reading) => Promise<T>,
): Promise<T> {
  return ctx.workspace.db.snapshot(async (read) => work(await readingOf(ctx, when, read)))
}

/** The same on a `read` that is open already: that of a stream. */
export async function readingOf(
  ctx: Pick<Context, 'workspace' | 'standing'>,
  when: { asOf?: Day | undefined; knownAt?: Instant | undefined },
  read: Read,
): Promise<Reading> {
  const asOf = when.asOf ?? ctx.standing.today
  const knownAt = when.knownAt ?? null
  const { columns, upTo } = await ctx.workspace.counting.asSeenBy(read)
  return {
    read,
    columns,
    asOf,
    knownAt,
    today: ctx.standing.today,
    question: (over) => ({ asOf, knownAt, upTo, ...over }),
    remembered: (key, make) => ctx.workspace.remembered(upTo, key, make),
  }
}
