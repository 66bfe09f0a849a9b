import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import type { Logger } from 'pino'
import { v7 as newId } from 'uuid'
import { policyWords } from '../domain/vocabulary'
import { AnswerCache } from './answers'
import { itemsDownload } from './exports/download'
import { localPersonId } from './people/store'
import { answerOf, type ProcedureAnswer } from './procedures'
import { publicSite } from './public/site'
import { exportedReport } from './reports/export'
import { isPublic, publicHeaders, refusalOf, securityHeaders } from './requests'
import { createCaller } from './router'
import type { Context, Examples } from './trpc'
import type { Workspace } from './workspaces/workspace'

/** What a workspace is served with. */
export interface Surroundings {
  log: Logger
  examples: Examples
  /** The built page with its slots for nonce, theme and first data; null while only the API is served (in tests). */
  page: string | null
  /** The address of the serif face of public pages; null where the client was not built. */
  font: string | null
  /** The host name people use besides the loopback ones; null when there is none. */
  publicHost: string | null
  /** Over https: adds HSTS. */
  https: boolean
}

/** What the front door notes about a request: the number that log and answer share, and the page's style nonce. */
export interface Noted {
  requestId: string
  nonce: string
}

/** The local person, until sign-in exists: holds every role and so may do everything. */
const everything = new Set(policyWords)

/**
 * One workspace as an application: its API and its pages, under `basePath` (`` for the real one,
 * `/example/STORY` for an example). Nothing in it knows the other workspaces.
 */
export function workspaceApp(workspace: Workspace, basePath: string, surroundings: Surroundings) {
  const { log } = surroundings
  const answers = new AnswerCache(64 * 1024 * 1024)
  const endpoint = `${basePath}/trpc`
  const app = new Hono<{ Bindings: Noted }>()

  const contextOf = async (requestId: string): Promise<Context> => ({
    workspace,
    standing: await workspace.standing(),
    actor: { id: localPersonId, kind: 'person', may: everything },
    requestId,
    log,
    examples: surroundings.examples,
  })

  const limited = bodyLimit({ maxSize: longestBody, onError: tooLarge })
  app.use('*', (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    // A length that is stated is held to by the parser, and needs no stream that counts.
    const stated = c.req.header('content-length')
    if (stated === undefined || c.req.header('transfer-encoding')) return limited(c, next)
    return Number(stated) > longestBody ? Promise.resolve(tooLarge(c)) : next()
  })

  app.all(`${endpoint}/*`, async (c) => {
    const context = await contextOf(c.env.requestId)
    const procedure = c.req.path.slice(endpoint.length + 1)
    if (c.req.method === 'POST') return answered(await answerOf(context, 'mutation', procedure, await c.req.text()))
    // The session is checked before this line once there is one: a cached answer is an answer all the same.
    const { counter, today } = context.standing
    const address = c.req.raw.url.slice(c.req.raw.url.indexOf(endpoint))
    const key = `${today} ${address}`
    const known = answers.get(counter, key)
    if (known !== null) return answered({ status: 200, body: known })
    const answer = await answerOf(context, 'query', procedure, c.req.query('input'))
    if (answer.status === 200) answers.keep(counter, key, answer.body)
    return answered(answer)
  })

  // What customers read, in front of the working pages.
  app.route(
    '/',
    publicSite({ db: workspace.db, basePath, isExample: workspace.story !== null, font: surroundings.font }),
  )

  // A report as a file: `/reports/q2-2021-update.md`.
  app.get(`${basePath}/reports/:file{[a-z0-9-]+\\.(?:md|html|txt|json)}`, async (c) =>
    exportedReport(await contextOf(c.env.requestId), c.req.param('file')),
  )

  app.get(`${basePath}/items.csv`, async (c) =>
    itemsDownload(await contextOf(c.env.requestId), new URL(c.req.url).searchParams),
  )

  app.get(`${basePath}/*`, async (c) => {
    if (surroundings.page === null) return c.notFound()
    const { nonce, requestId } = c.env
    const context = await contextOf(requestId)
    const about = await createCaller(context).workspaces.about()
    const theme = getCookie(c, 'theme')
    const chosen = theme === 'dark' || theme === 'light' ? ` data-theme="${theme}"` : ''
    // Functions as replacements: a `$` in a title would otherwise be read as a pattern.
    const html = surroundings.page
      .replace('<html lang="en">', () => `<html lang="en"${chosen}>`)
      .replaceAll('__NONCE__', () => nonce)
      .replace('type="application/json">null<', () => `type="application/json">${inScript(about)}<`)
    return c.html(html)
  })

  return app
}

const longestBody = 1_000_000

const tooLarge = (c: { json: (body: object, status: 413) => Response }) =>
  c.json(plainError('The request is larger than 1 MB.'), 413)

const answered = ({ status, body }: ProcedureAnswer) =>
  new Response(body, { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } })

/** JSON inside a script element: nothing in it may close the element or begin a comment. */
const inScript = (value: unknown) =>
  JSON.stringify(value).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

const plainError = (message: string) => ({ error: { message, data: { code: 'REFUSED' } } })

/** What stands before every workspace: headers, the host, and where a change may come from. */
export function frontDoor(surroundings: Pick<Surroundings, 'publicHost' | 'https' | 'log'>) {
  const app = new Hono<{ Variables: Noted }>()

  app.use('*', async (c, next) => {
    const requestId = newId()
    const nonce = randomBytes(16).toString('base64')
    c.set('requestId', requestId)
    c.set('nonce', nonce)
    const refusal = refusalOf(c.req.raw, surroundings.publicHost)
    const response = refusal ? c.json(plainError(refusal.sentence), refusal.status) : undefined
    if (!response) await next()
    const headers = isPublic(c.req.path)
      ? publicHeaders(surroundings.https)
      : securityHeaders(nonce, surroundings.https)
    for (const [name, value] of headers) (response ?? c.res).headers.set(name, value)
    return response
  })

  app.onError((error, c) => {
    const requestId = c.get('requestId')
    surroundings.log.error({ requestId, path: c.req.path, err: error }, 'unexpected error')
    return c.json(
      plainError(`Something went wrong on our side. Try again; the server's log has request ${requestId}.`),
      500,
    )
  })
  return app
}
