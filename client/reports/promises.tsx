import { dayInWords } from '../../domain/days'
import { commitmentKindWords } from '../../domain/vocabulary'
import type { Answers } from '../api'
import { Outcome } from '../commitments/outcome'
import classes from './side.module.css'

type Preview = Answers['reports']['preview']

/** What was promised before and where it stands, then what publishing this promises. */
export function Promises({ preview }: { preview: Pick<Preview, 'promises' | 'makes' | 'previous'> }) {
  const { promises, makes, previous } = preview
  return (
    <>
      {promises.length === 0 ? (
        <p className={classes.lead}>
          {previous
            ? 'Nothing that was promised before is waiting for an answer.'
            : 'No report has promised anything yet.'}
        </p>
      ) : (
        <>
          <h2 className={classes.sub}>
            Promised before{previous ? `, last on ${dayInWords(previous.publishedOn)}` : ''}
          </h2>
          <ul className={classes.promises}>
            {promises.map((promise) => (
              <li key={promise.key} className={classes.promise}>
                <span className={classes.words}>{promise.words}</span>
                <span className={classes.state}>
                  <span>
                    {promise.key} · {promise.due} ·
                  </span>
                  <Outcome
                    outcome={promise.outcome}
                    {...(promise.withThis ? { words: 'Kept, with this update' } : {})}
                  />
                  <span>{promise.said ? '· said here' : '· not said here'}</span>
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h2 className={classes.sub}>When this is published, it promises anew</h2>
      {makes.length === 0 ? (
        <p className={classes.quiet}>Nothing. A promise of the next update is expected by its readers.</p>
      ) : (
        <ul className={classes.promises}>
          {makes.map((each) => (
            <li key={`${each.kind} ${each.text}`} className={classes.promise}>
              <span className={classes.words}>{each.text}</span>
              <span className={classes.state}>
                {commitmentKindWords[each.kind]} · {each.due}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
