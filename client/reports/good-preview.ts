import { useCallback, useEffect, useState } from 'react'
import type { Answers } from '../api'
import type { EditorHandle } from './editor'

export type PreviewAnswer = Answers['reports']['preview']

/** While a directive is half typed, what customers would read stays as it stood before it. */
export function useGoodPreview(
  latest: PreviewAnswer | undefined,
  editor: { current: EditorHandle | null },
): { shown: (PreviewAnswer & { claimsOf: number }) | null; isHeld: boolean } {
  const [good, setGood] = useState<PreviewAnswer | null>(latest ?? null)
  const isHalf = useCallback(
    (preview: PreviewAnswer) => {
      const handle = editor.current
      if (!handle) return false
      const { line } = placeOfCursor(handle)
      return preview.checks.some((check) => check.code === 'unresolved' && check.place?.line === line)
    },
    [editor],
  )
  useEffect(() => {
    if (latest && !isHalf(latest)) setGood(latest)
  }, [latest, isHalf])
  const isHeld = latest !== undefined && good !== null && latest !== good && latest.draft !== good.draft
  // The checks are always those of the latest text: a held article does not hold back what is wrong with it.
  // `claimsOf`: the draft the figures are numbered in. In another one the same number may be another figure.
  const read = good ?? latest
  const shown = latest && read ? { ...latest, html: read.html, claims: read.claims, claimsOf: read.draft } : null
  return { shown, isHeld }
}

function placeOfCursor(handle: EditorHandle): { line: number } {
  return { line: handle.text().slice(0, handle.cursor()).split('\n').length }
}
