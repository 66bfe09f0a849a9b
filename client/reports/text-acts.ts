import { useEffect } from 'react'
import { movedPlace, type WrittenDirective, writeDirective } from '../../domain/reports/source'
import { notify } from '../ui/notices'
import type { CheckOnScreen } from './checks'
import type { PlacedChip } from './chips'
import type { EditorHandle } from './editor'
import type { Insertion } from './insertion'
import type { Report } from './studio'
import { figureFor } from './typed-number'
import type { Writing } from './writing'

/** What other parts of the studio do to the text. Each is one step that the keyboard can undo. */

const directive = (colons: WrittenDirective['colons'], name: string, given: Record<string, string>) =>
  writeDirective({ colons, name, label: null, given })

/** `slashAt`: the slash that asked for it makes way. */
export function insertDirective(editor: EditorHandle, slashAt: number | null, { shape, text, cursor }: Insertion) {
  if (slashAt !== null) editor.replace(slashAt, slashAt + 1, '')
  const at = slashAt ?? editor.cursor()
  if (shape === 'text') editor.replace(at, at, text)
  else editor.insertBlock(at, text, cursor)
}

/** The line that says how many are not described: after the last list of that program, where a reader expects it. */
export function sayTheRest(editor: EditorHandle, program: string) {
  const lists = editor.text().matchAll(new RegExp(`^::items\\{[^}\\n]*\\b${program}\\b[^}\\n]*\\}`, 'gm'))
  const last = [...lists].at(-1)
  editor.insertBlock(last ? last.index + last[0].length : editor.cursor(), directive(2, 'not-itemised', { program }))
}

/**
 * The figure of the record takes the place of the words a check found. False: the words stand there no longer.
 * `checked`: the text that was checked.
 */
export function bindNumber(editor: EditorHandle, check: CheckOnScreen, checked: string | undefined): boolean {
  const { place, excerpt } = check
  const text = editor.text()
  const found = place && checked !== undefined ? movedPlace(checked, text)(place.from, place.to) : null
  if (!found || text.slice(found.from, found.to) !== excerpt) return false
  editor.replace(found.from, found.to, figureFor(text, found.from, found.to))
  return true
}

/** With a container its closing line goes too; its words stay. */
export function removeChip(editor: EditorHandle, chip: PlacedChip) {
  const text = editor.text()
  if (chip.shape !== 'container') {
    const isWholeLine = chip.shape === 'leaf' && text[chip.to] === '\n'
    editor.replace(chip.from, chip.to + (isWholeLine ? 1 : 0), '')
    return
  }
  const closing = /^[ \t]*:{3,}[ \t]*$/m.exec(text.slice(chip.to))
  const end = chip.to + (closing ? closing.index + closing[0].length : 0)
  const words = closing ? text.slice(chip.to, chip.to + closing.index).trim() : ''
  editor.replace(chip.from, end, words, chip.from)
}

/** With nothing unsaved here, a draft that somebody else saved is simply shown. */
export function useTheirDraft(report: Report, writing: Writing, editor: { current: EditorHandle | null }) {
  useEffect(() => {
    const { draft, keeping } = writing.now()
    if (report.draft <= draft || keeping.is !== 'saved' || writing.isUnsaved()) return
    writing.take(report.draft, report.body)
    const text = editor.current?.text()
    if (text === undefined || text === report.body) return
    editor.current?.replace(0, text.length, report.body, 0)
    void notify(`Draft ${report.draft} was saved elsewhere and is shown now.`)
  }, [report.draft, report.body, writing, editor])
}
