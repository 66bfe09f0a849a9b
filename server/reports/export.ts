import type { Read } from '../../db/open'
import { publishedUpdate } from '../../db/public'
import { NotFoundError } from '../../domain/errors'
import { contentTypes, formatReport } from '../../domain/reports/formats'
import { pageOf } from '../../domain/reports/frame'
import { publicStyle } from '../../domain/reports/style'
import { type PublicationFormat, publicationFormats } from '../../domain/vocabulary'
import { type Context, reading } from '../trpc'
import { asOfReport, compileStored } from './compile'
import { type ReportRow, reportBySlug, versionsOf } from './store'

/**
 * A report as a file: what was published, byte for byte, or the draft as it stands. HTML is a page that stands alone.
 * `name` is `q2-2021-update.md`.
 */
export async function exportedReport(ctx: Context, file: string): Promise<Response> {
  if (!ctx.actor.may.has('read')) return refused(403, 'You may not do this here. Ask an administrator.')
  const [, slug = '', end] = /^(.*)\.(\w+)$/.exec(file) ?? []
  const format = publicationFormats.find((each) => each === end) ?? 'html'
  try {
    const { body, name } = await reportFile(ctx, slug, format)
    return new Response(body, {
      headers: {
        'content-type': contentTypes[format],
        'content-disposition': `attachment; filename="${name}.${format}"`,
        'cache-control': 'no-store',
      },
    })
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error
    return new Response(`${error.message}\n`, { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  }
}

const refused = (status: number, sentence: string) =>
  new Response(`${sentence}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })

/** A report in a format, and what a file of it is called: a draft says that it is one. Throws NotFoundError. */
export function reportFile(
  ctx: Pick<Context, 'workspace' | 'standing'>,
  slug: string,
  format: PublicationFormat,
): Promise<{ body: string; name: string }> {
  return reading(ctx, {}, async (view) => {
    const row = await reportBySlug(view.read, slug)
    if (row.state === 'elsewhere') return { name: slug, body: await textFromElsewhere(view.read, row, format) }
    const published = row.state === 'published' ? await publishedUpdate(view.read, slug, format) : null
    const asOf = asOfReport(row, ctx.standing.today)
    const draft = published
      ? null
      : await compileStored({ ...view, asOf, question: (over) => view.question({ asOf, ...over }) }, row)
    const article = draft ? formatReport[format](draft.model) : (published?.bytes.toString('utf8') ?? '')
    const company = ctx.standing.organization?.name ?? null
    return {
      name: draft ? `${slug}-draft-${draft.number}` : slug,
      body: format === 'html' ? standalone(row.title, company, article) : article,
    }
  })
}

/** A post that was published elsewhere is kept as text; how it looked there is not known here. */
async function textFromElsewhere(read: Read, row: ReportRow, format: PublicationFormat): Promise<string> {
  const [version] = await versionsOf(read, row.id)
  if (version && (format === 'md' || format === 'txt')) return version.body
  throw new NotFoundError(
    `“${row.title}” was published elsewhere${version?.elsewhereUrl ? `, at ${version.elsewhereUrl}` : ''}. Its text is kept: ask for md or txt.`,
  )
}

/** An article as a file of its own: its style inside, no links to a site. */
export const standalone = (title: string, company: string | null, article: string): string =>
  pageOf(
    { title, company, home: null, style: publicStyle(null), styleHref: null, isExample: false },
    `<main><article>\n${article}</article></main>`,
  )
