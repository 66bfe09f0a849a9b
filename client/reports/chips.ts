import { type EditorState, Facet, Prec, type Range, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, keymap, ViewPlugin, WidgetType } from '@codemirror/view'
import { chipWords } from './chip-words'
import classes from './editor.module.css'

/** A directive where it stands in the text as typed. */
export interface PlacedChip {
  from: number
  to: number
  name: string
  shape: 'text' | 'leaf' | 'container'
  shows: string
  trouble: boolean
}

export type OpenChip = (chip: PlacedChip, anchor: HTMLElement) => void

/** What is done when a chip is pressed. */
export const chipOpener = Facet.define<OpenChip, OpenChip>({ combine: (all) => all[0] ?? (() => {}) })
export const placeChips = StateEffect.define<readonly PlacedChip[]>()

class ChipWidget extends WidgetType {
  constructor(
    private readonly source: string,
    private readonly chip: PlacedChip,
  ) {
    super()
  }

  override eq(other: ChipWidget) {
    const { shows, trouble, shape } = this.chip
    return (
      other.source === this.source &&
      other.chip.shows === shows &&
      other.chip.trouble === trouble &&
      other.chip.shape === shape
    )
  }

  override toDOM(view: EditorView) {
    const { shape, shows, trouble, name: directive } = this.chip
    const { name, beside } = chipWords(this.source, shows)
    const element = document.createElement('span')
    element.className = (shape === 'text' ? classes.chip : classes.blockChip) ?? ''
    element.dataset.chip = directive
    if (trouble) element.dataset.trouble = ''
    element.setAttribute('role', 'button')
    element.setAttribute('aria-haspopup', 'dialog')
    // In trouble what it shows is the sentence: said as the description, not drawn over the text.
    if (trouble) {
      element.title = shows
      element.textContent = shape === 'text' ? this.source : name
      element.setAttribute('aria-label', `${name}, cannot be answered`)
    } else if (shape === 'text') {
      element.textContent = shows
      element.setAttribute('aria-label', `${shows}, ${name}`)
    } else {
      const strong = document.createElement('b')
      strong.textContent = name
      const small = document.createElement('small')
      small.textContent = ` ${beside}`
      element.append(strong, small)
    }
    element.addEventListener('mousedown', (event) => event.preventDefault())
    element.addEventListener('click', () => {
      const chip = chipAt(view.state, view.posAtDOM(element))
      if (!chip) return
      view.dispatch({ selection: { anchor: chip.from, head: chip.to } })
      view.state.facet(chipOpener)(chip, element)
    })
    return element
  }

  override ignoreEvent() {
    return true
  }
}

/** The line that ends a container. */
class EndWidget extends WidgetType {
  override eq() {
    return true
  }
  override toDOM() {
    const element = document.createElement('span')
    element.className = classes.end ?? ''
    return element
  }
}
const end = new EndWidget()

const inside = Decoration.line({ class: classes.inside ?? '' })
const endLine = Decoration.line({ class: classes.endLine ?? '' })
/** A full stop or comma stays on the line of the chip before it. */
const together = Decoration.mark({ class: classes.together ?? '' })
const chipLine = Decoration.line({ class: classes.chipLine ?? '' })

interface Placed {
  chips: readonly PlacedChip[]
  decorations: DecorationSet
  /** Apart from the others: what is in those is passed as one by the cursor. */
  joined: DecorationSet
}

function placed(state: EditorState, chips: readonly PlacedChip[]): Placed {
  const ranges: Range<Decoration>[] = []
  const joined: Range<Decoration>[] = []
  for (const chip of chips) {
    const source = state.sliceDoc(chip.from, chip.to)
    ranges.push(Decoration.replace({ widget: new ChipWidget(source, chip) }).range(chip.from, chip.to))
    if (chip.shape === 'text') {
      if (/^[.,;:!?)]$/.test(state.sliceDoc(chip.to, chip.to + 1))) joined.push(together.range(chip.from, chip.to + 1))
      continue
    }
    const line = state.doc.lineAt(chip.from)
    ranges.push(chipLine.range(line.from))
    if (chip.shape !== 'container') continue
    for (let number = line.number + 1; number <= state.doc.lines; number++) {
      const next = state.doc.line(number)
      if (/^\s*:{3,}\s*$/.test(next.text)) {
        ranges.push(endLine.range(next.from), Decoration.replace({ widget: end }).range(next.from, next.to))
        break
      }
      ranges.push(inside.range(next.from))
    }
  }
  return { chips, decorations: Decoration.set(ranges, true), joined: Decoration.set(joined, true) }
}

/** Chips follow the text; one whose own text was edited is text again until it is answered anew. */
export const chipField = StateField.define<Placed>({
  create: () => ({ chips: [], decorations: Decoration.none, joined: Decoration.none }),
  update(value, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(placeChips)) return placed(transaction.state, fitting(transaction.state, effect.value))
    if (!transaction.docChanged) return value
    const chips = value.chips.flatMap((chip) => {
      let isTouched = false
      transaction.changes.iterChangedRanges((from, to) => {
        // At its very edge something was typed beside it, not in it.
        if (from < chip.to && to > chip.from) isTouched = true
      })
      if (isTouched) return []
      return [{ ...chip, from: transaction.changes.mapPos(chip.from, 1), to: transaction.changes.mapPos(chip.to, -1) }]
    })
    return placed(transaction.state, chips)
  },
})

/** A range that crosses a line or another one cannot be drawn: such a directive stays text. */
function fitting(state: EditorState, chips: readonly PlacedChip[]): PlacedChip[] {
  const kept: PlacedChip[] = []
  for (const chip of chips) {
    const last = kept.at(-1)
    if (chip.to > state.doc.length || chip.from >= chip.to || (last && last.to > chip.from)) continue
    if (state.doc.lineAt(chip.from).to < chip.to) continue
    kept.push(chip)
  }
  return kept
}

const chipAt = (state: EditorState, at: number) =>
  state.field(chipField).chips.find((chip) => chip.from <= at && at < chip.to)
const startingAt = (state: EditorState, at: number) => state.field(chipField).chips.find((chip) => chip.from === at)
const endingAt = (state: EditorState, at: number) => state.field(chipField).chips.find((chip) => chip.to === at)
const selected = (state: EditorState) => {
  const { from, to } = state.selection.main
  return state.field(chipField).chips.find((chip) => chip.from === from && chip.to === to)
}

function open(view: EditorView, chip: PlacedChip | undefined): boolean {
  if (!chip) return false
  const { node } = view.domAtPos(chip.from, 1)
  const line = (node instanceof Element ? node : node.parentElement)?.closest('.cm-line')
  const anchor = [...(line?.querySelectorAll<HTMLElement>('[data-chip]') ?? [])].find(
    (each) => view.posAtDOM(each) === chip.from,
  )
  if (!anchor) return false
  view.state.facet(chipOpener)(chip, anchor)
  return true
}

/** The arrow takes a chip before it passes it, so that the keyboard can open every one. */
function arrow(forward: boolean) {
  return (view: EditorView): boolean => {
    const { main } = view.state.selection
    const own = selected(view.state)
    if (own) {
      view.dispatch({ selection: { anchor: forward ? own.to : own.from }, scrollIntoView: true })
      return true
    }
    const next = main.empty ? (forward ? startingAt : endingAt)(view.state, main.head) : undefined
    if (!next) return false
    view.dispatch({ selection: { anchor: next.from, head: next.to }, scrollIntoView: true })
    return true
  }
}

const chipKeys = Prec.highest(
  keymap.of([
    { key: 'ArrowRight', run: arrow(true) },
    { key: 'ArrowLeft', run: arrow(false) },
    {
      key: 'Enter',
      run: (view) => {
        const { main } = view.state.selection
        return open(view, selected(view.state) ?? (main.empty ? startingAt(view.state, main.head) : undefined))
      },
    },
    {
      key: 'Mod-Enter',
      run: (view) => {
        const { head } = view.state.selection.main
        return open(view, selected(view.state) ?? startingAt(view.state, head) ?? endingAt(view.state, head))
      },
    },
  ]),
)

/** The chip under the selection is marked as taken. */
const taken = ViewPlugin.define((view) => {
  const show = () => {
    const own = selected(view.state)
    for (const element of view.contentDOM.querySelectorAll<HTMLElement>('[data-chip]'))
      element.toggleAttribute('data-taken', own !== undefined && view.posAtDOM(element) === own.from)
  }
  return {
    update: (update) => {
      if (update.selectionSet || update.docChanged || update.viewportChanged)
        view.requestMeasure({ read: () => null, write: show, key: show })
    },
  }
})

/** Chips drawn over the text; without this they are only known. */
export const chipsShown = [
  EditorView.decorations.compute([chipField], (state) => state.field(chipField).decorations),
  EditorView.decorations.compute([chipField], (state) => state.field(chipField).joined),
  EditorView.atomicRanges.of((view) => view.state.field(chipField).decorations),
  chipKeys,
  taken,
]
