import { type ReactNode, useRef, useState } from 'react'
import { notify, notifyTrouble } from '../ui/notices'
import { refusal } from '../ui/refusal'
import ruled from '../ui/table.module.css'
import classes from './quarters.module.css'

/** What a chart shows, as rows: for the table behind it and for the copy. The first cell of each row names it. */
export interface FigureTable {
  head: readonly string[]
  rows: readonly (readonly (string | number)[])[]
}

/** A chart with its finding as the title, the question it answers, the table behind it, and ways to take it along. */
export function Figure({
  finding,
  question,
  table,
  name,
  children,
}: {
  finding: string
  question: string
  table: FigureTable
  name: string
  children: ReactNode
}) {
  const [asTable, setAsTable] = useState(false)
  const chart = useRef<HTMLDivElement>(null)

  const take = async (what: 'png' | 'svg' | 'csv') => {
    try {
      const { copyOrSave } = await import('./copy')
      const said = await copyOrSave(what, { svg: chart.current?.querySelector('svg') ?? null, table, name })
      void notify(said)
    } catch (error) {
      void notifyTrouble(refusal(error).sentence)
    }
  }

  return (
    <section className={classes.figure} aria-label={finding}>
      <h2>{finding}</h2>
      <div className={classes.question}>
        <span>{question}</span>
        <span className={classes.tools}>
          <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            Table
          </button>
          {asTable ? null : (
            <>
              <button type="button" onClick={() => void take('png')} aria-label={`Copy as PNG: ${finding}`}>
                PNG
              </button>
              <button type="button" onClick={() => void take('svg')} aria-label={`Save as SVG: ${finding}`}>
                SVG
              </button>
            </>
          )}
          <button type="button" onClick={() => void take('csv')} aria-label={`Copy as CSV: ${finding}`}>
            CSV
          </button>
        </span>
      </div>
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className={classes.scroll} tabIndex={0} aria-label={`Table: ${finding}`}>
          <table className={`${ruled.table} ${classes.table}`}>
            <thead>
              <tr>
                {table.head.map((cell, at) => (
                  <th key={cell} className={at ? ruled.num : undefined}>
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={String(row[0])}>
                  {row.map((cell, at) => (
                    <td key={table.head[at]} className={at ? ruled.num : undefined}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ) : (
        <div ref={chart} className={classes.chart} role="img" aria-label={`${finding}. The table has the figures.`}>
          {children}
        </div>
      )}
    </section>
  )
}
