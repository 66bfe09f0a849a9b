import { and, asc, desc, eq, gt, lt, placeholder } from 'drizzle-orm'
import type { Day, Instant } from '../domain/days'
import type { PublicationFormat } from '../domain/vocabulary'
import type { Database, Read } from './open'
import { publication, publicSettings } from './schema'

/**
 * All that public pages may read, and all they can: what was published, byte for byte, and what the company is called.
 * A test lists the tables these statements touch.
 */
export interface PublishedUpdate {
  slug: string
  title: string
  publishedOn: Day
  publishedAt: Instant
  asOfOn: Day
}

/** How public pages ask: at one point in time, and reading only. */
export type PublicReader = Pick<Database, 'snapshot'>

const columns = {
  slug: publication.slug,
  title: publication.title,
  publishedOn: publication.publishedOn,
  publishedAt: publication.publishedAt,
  asOfOn: publication.asOfOn,
}

/** The company's name as customers know it; null before anything was published. */
export async function companyName(read: Read): Promise<string | null> {
  const [row] = await read
    .prepared('public-name', (r) => r.select({ name: publicSettings.name }).from(publicSettings))
    .execute()
  return row?.name ?? null
}

/** Every update, the latest first. */
export function publishedUpdates(read: Read): Promise<PublishedUpdate[]> {
  return read
    .prepared('public-updates', (r) =>
      r.select(columns).from(publication).where(eq(publication.format, 'html')).orderBy(desc(publication.publishedAt)),
    )
    .execute()
}

/** One update in one format, as it was published; null when there is none. */
export async function publishedUpdate(
  read: Read,
  slug: string,
  format: PublicationFormat,
): Promise<(PublishedUpdate & { bytes: Buffer; sha256: string }) | null> {
  const [row] = await read
    .prepared('public-update', (r) =>
      r
        .select({ ...columns, bytes: publication.bytes, sha256: publication.sha256 })
        .from(publication)
        .where(and(eq(publication.slug, placeholder('slug')), eq(publication.format, placeholder('format'))))
        .orderBy(desc(publication.publishedAt))
        .limit(1),
    )
    .execute({ slug, format })
  return row ?? null
}

/** The updates before and after one. */
export async function neighboursOf(read: Read, { publishedAt }: Pick<PublishedUpdate, 'publishedAt'>) {
  const html = eq(publication.format, 'html')
  const [before] = await read
    .prepared('public-update-before', (r) =>
      r
        .select(columns)
        .from(publication)
        .where(and(html, lt(publication.publishedAt, placeholder('publishedAt'))))
        .orderBy(desc(publication.publishedAt))
        .limit(1),
    )
    .execute({ publishedAt })
  const [after] = await read
    .prepared('public-update-after', (r) =>
      r
        .select(columns)
        .from(publication)
        .where(and(html, gt(publication.publishedAt, placeholder('publishedAt'))))
        .orderBy(asc(publication.publishedAt))
        .limit(1),
    )
    .execute({ publishedAt })
  return { before: before ?? null, after: after ?? null }
}
