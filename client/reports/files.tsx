import { type PublicationFormat, publicationFormats } from '../../domain/vocabulary'
import { basePath } from '../paths'
import { AnchoredMenu, MenuItem } from '../ui/overlays'

export const formatWords = {
  md: 'Markdown',
  html: 'HTML page',
  txt: 'Plain text',
  json: 'Data',
} satisfies Record<PublicationFormat, string>

export const fileOf = (slug: string, format: PublicationFormat) => `${basePath}/reports/${slug}.${format}`

/** Markdown first: it is what most people paste. */
const offered = publicationFormats.toSorted((a, b) => Number(b === 'md') - Number(a === 'md'))

/** The report as a file, as the last draft or the published version stands. Plain links: the browser saves them. */
export default function Files({ slug, anchor, close }: { slug: string; anchor: HTMLElement; close: () => void }) {
  return (
    <AnchoredMenu anchor={anchor} close={close} label="Export">
      {offered.map((format) => (
        <MenuItem key={format} component="a" href={fileOf(slug, format)} download>
          {formatWords[format]}
        </MenuItem>
      ))}
    </AnchoredMenu>
  )
}
