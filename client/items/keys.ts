import { useEffect } from 'react'
import type { ListedItem } from './list'

/** The keys of the list: J and K move, Enter opens or closes, Escape closes, C writes a new item. Silent while somebody types. */
export function useListKeys({
  rows,
  peek,
  open,
  create,
}: {
  rows: ListedItem[]
  peek: string | undefined
  open: (key: string | undefined) => void
  create: () => void
}) {
  useEffect(() => {
    const move = (by: number) => {
      const at = rows.findIndex((row) => row.key === peek)
      const next = rows[at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]
      if (!next) return
      open(next.key)
      document.querySelector(`[data-key="${CSS.escape(next.key)}"]`)?.scrollIntoView({ block: 'nearest' })
    }
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
      const at = event.target as HTMLElement
      // Menus and dialogs have keys of their own.
      if (at.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], dialog')) return
      const keys: Record<string, () => void> = {
        j: () => move(1),
        k: () => move(-1),
        c: create,
        Escape: () => peek && open(undefined),
      }
      const act = keys[event.key]
      if (!act) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [rows, peek, open, create])
}
