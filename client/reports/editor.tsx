import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { markdownKeymap, markdownLanguage } from '@codemirror/lang-markdown'
import { LanguageSupport } from '@codemirror/language'
import { Compartment, EditorState, Prec, StateEffect, StateField, Transaction } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, keymap, lineNumbers } from '@codemirror/view'
import { type RefObject, useEffect, useImperativeHandle, useRef } from 'react'
import { movedPlace } from '../../domain/reports/source'
import { chipField, chipOpener, chipsShown, type OpenChip, type PlacedChip, placeChips } from './chips'
import classes from './editor.module.css'
import { proseLook } from './prose-look'

/** What other parts of the studio do with the text. */
export interface EditorHandle {
  text: () => string
  cursor: () => number
  /** The cursor goes there, and the place is shown. */
  go: (from: number, to: number) => void
  replace: (from: number, to: number, text: string, cursor?: number) => void
  /** A block of its own after the line at `at`; the cursor goes to `cursor` in it. */
  insertBlock: (at: number, block: string, cursor?: number) => void
  focus: () => void
  /** Where the cursor is on the screen. */
  cursorBox: () => { left: number; top: number; bottom: number } | null
}

/** What the server made of the text of one draft: places are places in that text. */
export interface Answered {
  text: string
  chips: readonly PlacedChip[]
  /** Words that a check is about. */
  doubts: readonly { from: number; to: number }[]
}

interface Props {
  initial: string
  source: boolean
  answered: Answered | null
  typed: (text: string) => void
  openChip: OpenChip
  /** `slashAt`: where the slash stands that asked for it; null: a key did. */
  openInsert: (slashAt: number | null) => void
  handle: RefObject<EditorHandle | null>
}

const nonce = document.querySelector('meta[name="style-nonce"]')?.getAttribute('content') ?? ''

const placeDoubts = StateEffect.define<readonly { from: number; to: number }[]>()
const doubtful = Decoration.mark({ class: classes.doubt ?? '' })
const doubts = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(value, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(placeDoubts))
        return Decoration.set(
          effect.value.map(({ from, to }) => doubtful.range(from, to)),
          true,
        )
    return value.map(transaction.changes)
  },
  provide: (field) => EditorView.decorations.from(field),
})

const prose = [
  proseLook,
  chipsShown,
  EditorView.editorAttributes.of({ class: classes.prose ?? '' }),
  EditorView.lineWrapping,
]
const source = [lineNumbers(), EditorView.editorAttributes.of({ class: classes.source ?? '' }), EditorView.lineWrapping]

/** The text of a report, directives as chips. It owns the text while it is open; what is typed is told. */
export default function Editor(props: Props) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const mode = useRef(new Compartment())
  const latest = useRef(props)
  useEffect(() => {
    latest.current = props
  })

  useEffect(() => {
    if (!place.current) return
    const { initial, source: asSource } = latest.current
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: initial,
        extensions: [
          EditorView.cspNonce.of(nonce),
          EditorView.contentAttributes.of({ 'aria-label': 'Text of the report', spellcheck: 'true' }),
          history(),
          chipField,
          chipOpener.of((chip, anchor) => latest.current.openChip(chip, anchor)),
          doubts,
          Prec.high(
            keymap.of([
              {
                key: 'Mod-/',
                run: () => {
                  latest.current.openInsert(null)
                  return true
                },
              },
            ]),
          ),
          EditorView.inputHandler.of((editor, from, to, typed) => {
            const line = editor.state.doc.lineAt(from)
            if (typed !== '/' || from !== to || line.length > 0) return false
            editor.dispatch(editor.state.replaceSelection('/'), { userEvent: 'input.type' })
            latest.current.openInsert(from)
            return true
          }),
          keymap.of([...markdownKeymap, ...defaultKeymap, ...historyKeymap]),
          new LanguageSupport(markdownLanguage),
          mode.current.of(asSource ? source : prose),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.typed(update.state.doc.toString())
          }),
        ],
      }),
    })
    view.current = made
    return () => {
      made.destroy()
      view.current = null
    }
  }, [])

  useEffect(() => {
    view.current?.dispatch({ effects: mode.current.reconfigure(props.source ? source : prose) })
  }, [props.source])

  useEffect(() => {
    const editor = view.current
    if (!editor || !props.answered) return
    const { text, chips, doubts: places } = props.answered
    const moved = movedPlace(text, editor.state.doc.toString())
    const standing = <T extends { from: number; to: number }>(each: T): T[] => {
      const found = moved(each.from, each.to)
      return found ? [{ ...each, ...found }] : []
    }
    editor.dispatch({
      effects: [placeChips.of(chips.flatMap(standing)), placeDoubts.of(places.flatMap(standing).filter(isStretch))],
      annotations: Transaction.addToHistory.of(false),
    })
  }, [props.answered])

  useImperativeHandle(props.handle, () => ({
    text: () => view.current?.state.doc.toString() ?? latest.current.initial,
    cursor: () => view.current?.state.selection.main.head ?? 0,
    go: (from, to) => {
      const editor = view.current
      if (!editor) return
      const last = editor.state.doc.length
      const [anchor, head] = [Math.min(from, last), Math.min(to, last)]
      editor.dispatch({
        selection: { anchor, head },
        effects: EditorView.scrollIntoView(anchor, { y: 'center' }),
      })
      editor.focus()
    },
    replace: (from, to, insert, cursor) => {
      view.current?.dispatch({
        changes: { from, to, insert },
        selection: { anchor: cursor ?? from + insert.length },
        scrollIntoView: true,
        userEvent: 'input',
      })
      view.current?.focus()
    },
    insertBlock: (at, block, cursor) => {
      const editor = view.current
      if (!editor) return
      const line = editor.state.doc.lineAt(Math.min(at, editor.state.doc.length))
      const isEmpty = line.text.trim() === ''
      const before = isEmpty
        ? line.number > 1 && editor.state.doc.line(line.number - 1).text.trim() !== ''
          ? '\n'
          : ''
        : '\n\n'
      const next = line.number < editor.state.doc.lines ? editor.state.doc.line(line.number + 1).text.trim() : ''
      const after = next === '' ? '' : '\n'
      const from = isEmpty ? line.from : line.to
      editor.dispatch({
        changes: { from, to: line.to, insert: `${before}${block}${after}` },
        selection: { anchor: from + before.length + (cursor ?? block.length) },
        scrollIntoView: true,
        userEvent: 'input',
      })
      editor.focus()
    },
    focus: () => view.current?.focus(),
    cursorBox: () => view.current?.coordsAtPos(view.current.state.selection.main.head) ?? null,
  }))

  return <div className={classes.editor} ref={place} />
}

const isStretch = ({ from, to }: { from: number; to: number }) => from < to
