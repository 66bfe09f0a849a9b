import { stringify } from 'csv-stringify/browser/esm/sync'
import type { FigureTable } from './figure'

/** Copies where the browser allows it and saves a file where it does not. Gives the sentence to say. */
export async function copyOrSave(
  what: 'png' | 'svg' | 'csv',
  { svg, table, name }: { svg: SVGSVGElement | null; table: FigureTable; name: string },
): Promise<string> {
  if (what === 'csv') {
    const text = stringify([[...table.head], ...table.rows.map((row) => row.map(guarded))])
    return (await copied('text/plain', new Blob([text], { type: 'text/plain' })))
      ? 'Copied the figures as CSV.'
      : saved(new Blob([text], { type: 'text/csv' }), `${name}.csv`)
  }
  if (!svg) throw new Error('The chart is not drawn yet.')
  const drawing = standalone(svg)
  if (what === 'svg') return saved(new Blob([drawing], { type: 'image/svg+xml' }), `${name}.svg`)
  const picture = await rasterised(drawing, svg.clientWidth, svg.clientHeight)
  return (await copied('image/png', picture)) ? 'Copied the chart as a picture.' : saved(picture, `${name}.png`)
}

// A cell that begins like a formula is run by spreadsheets; ours are numbers and words, and words are quoted off.
const guarded = (cell: string | number) => (typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)

async function copied(type: string, blob: Blob): Promise<boolean> {
  try {
    await navigator.clipboard.write([new ClipboardItem({ [type]: blob })])
    return true
  } catch {
    return false
  }
}

function saved(blob: Blob, name: string): string {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
  return `Saved as ${name}.`
}

/** The drawing by itself: our colours are custom properties of the page, and outside of it nobody knows them. */
function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const page = getComputedStyle(document.documentElement)
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(svg.clientWidth))
  copy.setAttribute('height', String(svg.clientHeight))
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  ground.setAttribute('width', '100%')
  ground.setAttribute('height', '100%')
  ground.setAttribute('fill', 'var(--paper)')
  copy.prepend(ground)
  const originals = [...svg.querySelectorAll('text')]
  for (const [at, text] of [...copy.querySelectorAll('text')].entries()) {
    const original = originals[at]
    if (!original) continue
    const { fill, fontSize, fontWeight } = getComputedStyle(original)
    text.setAttribute('fill', fill)
    text.setAttribute('font-size', fontSize)
    text.setAttribute('font-weight', fontWeight)
    text.setAttribute('font-family', 'Inter, system-ui, sans-serif')
  }
  // Our content policy holds inside the picture too: what is styled is styled by attributes.
  for (const styled of [copy, ...copy.querySelectorAll('[style]')]) styled.removeAttribute('style')
  return new XMLSerializer()
    .serializeToString(copy)
    .replaceAll(/var\((--[\w-]+)\)/g, (_, property: string) => page.getPropertyValue(property).trim())
}

const scale = 2

async function rasterised(drawing: string, width: number, height: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width * scale
    canvas.height = height * scale
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
    if (!picture) throw new Error('The picture could not be made.')
    return picture
  } finally {
    URL.revokeObjectURL(address)
  }
}
