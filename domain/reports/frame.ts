import { type Day, dayInWords } from '../days'

/** Around the published article: who says it, when, what came before and after. The article itself never changes. */
export interface Frame {
  /** What the company is called; null before anything was published. */
  company: string | null
  title: string
  /** Where the updates are: `/updates`. Null in a file that stands alone. */
  home: string | null
  /** Written into the page; null: it is linked by `styleHref`. */
  style: string | null
  styleHref: string | null
  /** Not for search engines. */
  isExample: boolean
}

export interface Neighbour {
  slug: string
  title: string
  publishedOn: Day
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** One page as HTML. `body` is HTML already. */
export function pageOf(frame: Frame, body: string): string {
  const title = frame.company ? `${frame.title} · ${frame.company}` : frame.title
  const style =
    frame.style !== null
      ? `<style>${frame.style}</style>`
      : frame.styleHref
        ? `<link rel="stylesheet" href="${escaped(frame.styleHref)}">`
        : ''
  const home = frame.home === null ? '' : `<a href="${escaped(frame.home)}">Updates</a>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${frame.isExample ? '<meta name="robots" content="noindex">\n' : ''}<title>${escaped(title)}</title>
${style}
</head>
<body>
<div class="page">
<header><span>${escaped(frame.company ?? 'Updates')}</span>${home}</header>
${body}
</div>
</body>
</html>
`
}

/** The article with what surrounds it on its page. `article` is the published HTML. */
export function articlePage(
  frame: Frame,
  update: { slug: string; publishedOn: Day; article: string },
  around: { before: Neighbour | null; after: Neighbour | null },
): string {
  const address = (slug: string) => escaped(`${frame.home ?? ''}/${slug}`)
  const link = (to: Neighbour) => `<a href="${address(to.slug)}">${escaped(to.title)}</a>`
  const newer = around.after
    ? `<p class="newer">There is a newer update: ${link(around.after)}, of ${dayInWords(around.after.publishedOn)}.</p>\n`
    : ''
  const follows = around.before
    ? ` Follows ${link(around.before)}, of ${dayInWords(around.before.publishedOn)}.`
    : ' This is our first update.'
  const formats = [
    ['md', 'Markdown'],
    ['txt', 'Plain text'],
    ['json', 'Data'],
  ].map(([end, name]) => `<a href="${address(`${update.slug}.${end}`)}">${name}</a>`)
  const next = around.after ? `<p>Next: ${link(around.after)}</p>` : ''
  const previous = around.before ? `<p>Before: ${link(around.before)}</p>` : ''
  return pageOf(
    frame,
    `${newer}<p class="said">Published ${dayInWords(update.publishedOn)}.${follows}</p>
<main><article>
${update.article}</article></main>
<footer>
${next}${previous}
<p><a href="${address(update.slug)}">Permanent address</a> · ${formats.join(' · ')} · no corrections so far</p>
</footer>`,
  )
}

/** Every update, the latest first. */
export function listPage(frame: Frame, updates: readonly (Neighbour & { asOfOn: Day })[]): string {
  const rows = updates
    .map(
      (update) =>
        `<li><a href="${escaped(`${frame.home ?? ''}/${update.slug}`)}">${escaped(update.title)}</a><span>${dayInWords(update.publishedOn)}, figures as of ${dayInWords(update.asOfOn)}</span></li>`,
    )
    .join('\n')
  const list = updates.length ? `<ul class="updates">\n${rows}\n</ul>` : '<p>No updates published yet.</p>'
  return pageOf(
    frame,
    `<main><h1>Updates</h1>\n<p class="meta">What we promised after each outage, what is done, and what is open.</p>\n${list}</main>`,
  )
}

export function missingPage(frame: Frame): string {
  const home = frame.home === null ? '' : ` <a href="${escaped(frame.home)}">See all updates</a>.`
  return pageOf(
    frame,
    `<main><h1>There is no such update</h1>\n<p>The address may have been cut short.${home}</p></main>`,
  )
}
