import classes from './studio.module.css'
import type { Writing } from './writing'
import { useStanding } from './writing'

/** Whether what was typed is kept, in one line; where it is not, what can be done. */
export function KeepingLine({
  writing,
  theirs,
  look,
  saveMine,
}: {
  writing: Writing
  /** The number of the draft that stands on the server. */
  theirs: number
  look: (anchor: HTMLElement) => void
  saveMine: () => void
}) {
  const { draft, keeping } = useStanding(writing)
  switch (keeping.is) {
    case 'saved':
      return (
        <p className={classes.keeping} role="status">
          Saved, draft {draft}
        </p>
      )
    case 'typed':
    case 'saving':
      return (
        <p className={classes.keeping} role="status">
          Saving
        </p>
      )
    case 'unreachable':
    case 'refused':
      return (
        <p className={classes.trouble} role="alert">
          Not saved: {keeping.sentence}{' '}
          <button type="button" className={classes.act} onClick={() => void writing.settle()}>
            Try again
          </button>
        </p>
      )
    case 'stale': {
      // The number the refusal names; what was read of the report may be older.
      const [, own, number] = /^(You )?.*?saved draft (\d+)/.exec(keeping.sentence) ?? []
      return (
        <div className={classes.trouble} role="alert">
          {own ? `Draft ${number} was saved in another window meanwhile.` : `Not saved: ${keeping.sentence}`}
          <p className={classes.acts}>
            <button type="button" className={classes.act} onClick={(event) => look(event.currentTarget)}>
              Look at draft {number ?? theirs}
            </button>
            <button type="button" className={classes.act} onClick={saveMine}>
              Save mine over it
            </button>
          </p>
        </div>
      )
    }
  }
}
