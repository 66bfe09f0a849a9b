import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import { companyName, neighboursOf, type PublicReader, publishedUpdate, publishedUpdates } from '../../db/public'
import { contentTypes } from '../../domain/reports/formats'
import { articlePage, type Frame, listPage, missingPage } from '../../domain/reports/frame'
import { publicStyle } from '../../domain/reports/style'
import { publicationFormats } from '../../domain/vocabulary'

/**
 * What customers read: pages without a script, made from what was published and from nothing else. `font` is the
 * address of the serif face; null where the client was not built.
 */
export function publicSite({
  db,
  basePath,
  isExample,
  font,
}: {
  db: PublicReader
  basePath: string
  isExample: boolean
  font: string | null
}) {
  const app = new Hono()
  const home = `${basePath}/updates`
  const style = publicStyle(font)
  // The name holds a hash of the contents: what it names never changes.
  const styleName = `style-${sha256(style).slice(0, 12)}.css`
  const frameOf = (company: string | null, title: string): Frame => ({
    company,
    title,
    home,
    style: null,
    styleHref: `${home}/${styleName}`,
    isExample,
  })

  // One address for each page: the one without a slash at its end.
  app.get(`${home}/`, (c) => c.redirect(home, 301))
  app.get(`${home}/:name/`, (c) => c.redirect(`${home}/${encodeURIComponent(c.req.param('name'))}`, 301))

  app.get(home, async (c) => {
    const { company, updates } = await db.snapshot(async (read) => ({
      company: await companyName(read),
      updates: await publishedUpdates(read),
    }))
    return sent(
      c.req.raw,
      listPage(frameOf(company, 'Updates'), updates),
      contentTypes.html,
      updates[0]?.publishedAt ?? null,
    )
  })

  app.get(`${home}/${styleName}`, (c) =>
    c.body(style, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )

  app.get(`${home}/:name`, async (c) => {
    const name = c.req.param('name')
    const end = /\.(\w+)$/.exec(name)?.[1]
    const format = publicationFormats.find((each) => each === end) ?? 'html'
    const slug = end === format ? name.slice(0, -end.length - 1) : name
    const found = await db.snapshot(async (read) => {
      const company = await companyName(read)
      const update = await publishedUpdate(read, slug, format)
      return { company, update, around: update && format === 'html' ? await neighboursOf(read, update) : null }
    })
    const { company, update, around } = found
    if (!update) return c.html(missingPage(frameOf(company, 'No such update')), 404)
    if (!around) return sent(c.req.raw, update.bytes, contentTypes[format], update.publishedAt)
    const frame = frameOf(company, update.title)
    const page = articlePage(
      frame,
      { slug: update.slug, publishedOn: update.publishedOn, article: update.bytes.toString('utf8') },
      around,
    )
    return sent(c.req.raw, page, contentTypes.html, update.publishedAt)
  })

  // Nothing else under this address is anybody else's: the working pages have scripts.
  app.get(`${home}/*`, async (c) => {
    const company = await db.snapshot((read) => companyName(read))
    return c.html(missingPage(frameOf(company, 'No such update')), 404)
  })

  return app
}

const sha256 = (body: string | Buffer) => createHash('sha256').update(body).digest('hex')

/** With what a cache needs to ask again cheaply. A minute is as stale as a reader may find a list. */
function sent(request: Request, body: string | Buffer, type: string, changedAt: string | null): Response {
  const etag = `"${sha256(body).slice(0, 32)}"`
  const headers = new Headers({ 'content-type': type, etag, 'cache-control': 'public, max-age=60' })
  if (changedAt) headers.set('last-modified', new Date(changedAt).toUTCString())
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers })
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), { headers })
}
