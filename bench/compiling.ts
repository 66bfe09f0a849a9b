import { v7 as newId } from 'uuid'
import { checkLeaks } from '../domain/reports/checks/leak'
import { compileReport } from '../domain/reports/compile'
import type { Internal } from '../domain/reports/facts'
import { parseReport } from '../domain/reports/parse'
import { Resolving } from '../domain/reports/resolving'
import { asOfReport, compileStored } from '../server/reports/compile'
import { reportBySlug } from '../server/reports/store'
import { createCaller } from '../server/router'
import { type Context, reading } from '../server/trpc'
import { Workspace } from '../server/workspaces/workspace'
import { improvements } from './improvements'

export const draftSlug = 'q2-2021-update'

export interface Compiled {
  /** The first of this process: nothing is cached, and nothing is warm. */
  firstMs: number
  /** After an edit of one block, which is a write: what is kept until the next record is gone. */
  editedMs: number[]
  /** After an edit of every section, in a workspace that has just been opened. */
  uncachedMs: number[]
  /** For how long nothing else was answered meanwhile: the longest of each of the latter. */
  blockedMs: number[]
  /** Of each of the latter: the text over the facts, without gathering them. */
  compileMs: number[]
  named: number
  promises: number
  checks: number
}

/** What a preview is made of, facts gathered and text compiled, without the answer around it. */
export async function compiled(
  workspace: Workspace,
  contextOf: (workspace: Workspace) => Promise<Context>,
  rounds: number,
): Promise<Compiled> {
  await workspace.counting.build()
  const made: Compiled = {
    firstMs: 0,
    editedMs: [],
    uncachedMs: [],
    blockedMs: [],
    compileMs: [],
    named: 0,
    promises: 0,
    checks: 0,
  }
  const compile = async (in_: Workspace) => {
    const context = await contextOf(in_)
    const began = performance.now()
    const stood = await reading(context, {}, async (view) => {
      const row = await reportBySlug(view.read, draftSlug)
      const asOf = asOfReport(row, context.standing.today)
      return compileStored({ ...view, asOf, question: (over) => view.question({ asOf, ...over }) }, row)
    })
    return { ...stood, ms: performance.now() - began }
  }
  const first = await compile(workspace)
  made.firstMs = first.ms
  made.named = first.model.printed.length
  made.promises = first.facts.promises.length
  made.checks = first.checks.filter((each) => each.level === 'error').length

  const verbs = async () => createCaller(await contextOf(workspace)).reports
  const { id, body: drafted } = await (await verbs()).bySlug({ slug: draftSlug })
  const body = first.facts.items.length > 100 ? `${drafted}${lookingBack}` : drafted
  let { number } = first
  const write = async (text: string) => {
    number = (await (await verbs()).write({ intentId: newId(), reportId: id, number, body: text })).draft
  }
  let edits = 0
  const warmUps = Math.min(rounds, 20)
  for (let n = 0; n < rounds + warmUps; n++) {
    await write(withWords(body, 'last', ++edits))
    const { ms } = await compile(workspace)
    if (n >= warmUps) made.editedMs.push(ms)
  }
  for (let n = 0; n < rounds + 1; n++) {
    await write(withWords(body, 'every', ++edits))
    const opened = new Workspace('main', workspace.db)
    await opened.counting.build()
    const { ms, blocked, facts, body: text } = await blocking(() => compile(opened))
    if (n === 0) continue
    made.uncachedMs.push(ms)
    made.blockedMs.push(blocked)
    const began = performance.now()
    compileReport(text.replaceAll('Said anew', `Said again ${spelled(n)}`), facts)
    made.compileMs.push(performance.now() - began)
  }
  return made
}

/** What the template does not ask and an author may: figures of a quarter, and all that is different. */
const lookingBack = `
## What is different

In the second quarter :count{of=done quarter=2021-Q2} were completed, :count{of=done since=previous} since our last update.

::changes{since=previous}
`

/** The draft with other words in its last section, or in every one. */
export function withWords(body: string, where: 'last' | 'every', edit: number): string {
  const words = `\n\nSaid anew, ${spelled(edit)}.\n\n`
  if (where === 'last') return `${body}${words}`
  return `${body.replaceAll(/^(?=## )/gm, words.trimStart())}${words}`
}

/** No figure: what is typed as one is looked at by the checks. */
const spelled = (edit: number) => [...String(edit)].map((digit) => 'abcdefghij'[Number(digit)]).join('')

async function blocking<T>(work: () => Promise<T>): Promise<T & { blocked: number }> {
  let [last, blocked, isOver] = [performance.now(), 0, false]
  const tick = () => {
    const now = performance.now()
    blocked = Math.max(blocked, now - last)
    last = now
    if (!isOver) setImmediate(tick)
  }
  setImmediate(tick)
  const result = await work()
  isOver = true
  blocked = Math.max(blocked, performance.now() - last)
  return { ...result, blocked }
}

export interface Scanned {
  firstMs: number
  againMs: number[]
  /** Of what is printed, in words; of what is inside, in texts. */
  words: number
  texts: number
}

/** The draft's text, held against ten thousand internal titles. */
export async function scanned(
  workspace: Workspace,
  contextOf: (workspace: Workspace) => Promise<Context>,
  titles: number,
  rounds: number,
): Promise<Scanned> {
  const context = await contextOf(workspace)
  const { facts, body, model } = await reading(context, {}, async (view) =>
    compileStored(view, await reportBySlug(view.read, draftSlug)),
  )
  const draft = parseReport(body)
  const scan = () => {
    // Made anew each time, so that nothing can be remembered of it.
    const internal = internalOf(titles)
    const resolving = new Resolving({ ...facts, internal })
    const began = performance.now()
    checkLeaks(model.tree, draft, resolving)
    const ms = performance.now() - began
    if (resolving.checks.length > 0) throw new Error(`A leak was found: ${resolving.checks[0]?.sentence}`)
    return { ms, texts: internal.texts.length }
  }
  const first = scan()
  const againMs: number[] = []
  for (let n = 0; n < rounds + 3; n++) {
    const { ms } = scan()
    if (n >= 3) againMs.push(ms)
  }
  const words =
    JSON.stringify(model.tree)
      .match(/"value":"([^"]*)"/g)
      ?.join(' ')
      .split(' ').length ?? 0
  return { firstMs: first.ms, againMs, words, texts: first.texts }
}

function internalOf(titles: number): Internal {
  const { items, people } = improvements(titles)
  return {
    texts: items.flatMap((item) => [item.title, ...(item.description ? [item.description] : [])]),
    approved: items.flatMap((item) => item.titlePublic ?? []),
    keyPrefixes: ['FT', 'INC'],
    people: people.map((each) => ({ name: each.name, email: each.email, isPublic: false })),
  }
}
