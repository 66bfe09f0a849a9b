import { syntaxTree } from '@codemirror/language'
import { type Range, StateField, type Text } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'
import classes from './editor.module.css'

const line = (name: string | undefined) => Decoration.line({ class: name ?? '' })
const mark = (name: string | undefined) => Decoration.mark({ class: name ?? '' })

const lines: Record<string, Decoration> = {
  ATXHeading1: line(classes.h1),
  ATXHeading2: line(classes.h2),
  ATXHeading3: line(classes.h3),
  ATXHeading4: line(classes.h3),
  Blockquote: line(classes.quote),
}
const marks: Record<string, Decoration> = {
  StrongEmphasis: mark(classes.strong),
  Emphasis: mark(classes.emphasis),
  InlineCode: mark(classes.code),
  FencedCode: mark(classes.code),
  URL: mark(classes.quiet),
}
const signs = ['HeaderMark', 'EmphasisMark', 'CodeMark', 'LinkMark', 'QuoteMark', 'ListMark']
// What a reader of prose does not need to see: hidden until the cursor is on its line.
const hidden = ['HeaderMark', 'EmphasisMark']
const quiet = mark(classes.quiet)
const gone = Decoration.replace({})
const blank = line(classes.blank)

/** The draft looks like the prose it is: headings larger, and signs quiet. */
function look(view: EditorView): DecorationSet {
  const { state } = view
  const { doc } = state
  const ranges: Range<Decoration>[] = []
  const from = doc.lineAt(state.selection.main.from).number
  const to = doc.lineAt(state.selection.main.to).number
  const isHere = (at: number) => {
    const { number } = doc.lineAt(at)
    return view.hasFocus && number >= from && number <= to
  }
  for (const visible of view.visibleRanges) {
    syntaxTree(state).iterate({
      ...visible,
      enter: ({ name, from: start, to: stop }) => {
        const whole = lines[name]
        if (whole)
          for (let number = doc.lineAt(start).number; number <= doc.lineAt(stop).number; number++)
            ranges.push(whole.range(doc.line(number).from))
        const part = marks[name]
        if (part && start < stop) ranges.push(part.range(start, stop))
        if (!signs.includes(name)) return
        const isHidden = hidden.includes(name) && !isHere(start)
        const space = name === 'HeaderMark' && doc.sliceString(stop, stop + 1) === ' ' ? 1 : 0
        ranges.push(isHidden ? gone.range(start, stop + space) : quiet.range(start, stop))
      },
    })
  }
  return Decoration.set(ranges, true)
}

function blanks(doc: Text): DecorationSet {
  const ranges: Range<Decoration>[] = []
  for (let number = 1; number <= doc.lines; number++) {
    const { from, length } = doc.line(number)
    if (length === 0) ranges.push(blank.range(from))
  }
  return Decoration.set(ranges)
}

/**
 * No empty line is as tall as a full one. Of the whole text, not of what is seen: the line with the cursor is drawn
 * wherever it is, and a line beside it that grew and shrank with the scroll moved the text away under the pointer.
 */
const blankLines = StateField.define<DecorationSet>({
  create: ({ doc }) => blanks(doc),
  update: (value, { docChanged, newDoc }) => (docChanged ? blanks(newDoc) : value),
  provide: (field) => EditorView.decorations.from(field),
})

const marksAndHeadings = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet
    private tree: unknown
    constructor(view: EditorView) {
      this.decorations = look(view)
      this.tree = syntaxTree(view.state)
    }
    update({ docChanged, viewportChanged, selectionSet, focusChanged, view, state }: ViewUpdate) {
      const isParsedOn = this.tree !== syntaxTree(state)
      if (!(docChanged || viewportChanged || selectionSet || focusChanged || isParsedOn)) return
      this.tree = syntaxTree(state)
      this.decorations = look(view)
    }
  },
  { decorations: ({ decorations }) => decorations },
)

export const proseLook = [marksAndHeadings, blankLines]
