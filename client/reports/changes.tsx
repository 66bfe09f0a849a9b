import { Link } from '@tanstack/react-router'
import { dayInWords } from '../../domain/days'
import type { Answers } from '../api'
import classes from './side.module.css'

type Preview = Answers['reports']['preview']
const kinds = [
  ['done', 'Newly done'],
  ['added', 'New'],
  ['moved', 'Moved'],
  ['dropped', 'Not pursued any more'],
  ['reopened', 'Open again'],
] as const

/** What is different since the report before this one. */
export function Changes({ preview }: { preview: Pick<Preview, 'changes' | 'previous'> }) {
  const { changes, previous } = preview
  if (!changes || !previous)
    return (
      <p className={classes.lead}>There is no earlier report to compare with. Choose one under “About this report”.</p>
    )
  const isSame = kinds.every(([kind]) => changes[kind].length === 0) && changes.reworded.length === 0
  return (
    <>
      <p className={classes.lead}>
        {isSame ? 'Nothing changed' : 'What changed'} since “{previous.title}”, {dayInWords(previous.publishedOn)}.
      </p>
      {kinds.map(([kind, words]) =>
        changes[kind].length === 0 ? null : (
          <div key={kind}>
            <h2 className={classes.sub}>
              {words}, {changes[kind].length}
            </h2>
            <div className={classes.rows}>
              {changes[kind].map((row) => (
                <Link key={row.key} to="/items/$key" params={{ key: row.key }}>
                  <span className={classes.key}>{row.key}</span>
                  <span className={row.placeholder ? classes.key : undefined}>{row.title}</span>
                </Link>
              ))}
            </div>
          </div>
        ),
      )}
      {changes.reworded.length > 0 ? (
        <>
          <h2 className={classes.sub}>Reads differently now, {changes.reworded.length}</h2>
          <ul className={classes.promises}>
            {changes.reworded.map((sentence) => (
              <li key={sentence} className={classes.promise}>
                <span className={classes.sentence}>{sentence}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}
