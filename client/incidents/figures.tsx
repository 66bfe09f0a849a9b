import { Fragment, type ReactNode } from 'react'
import type { Answers } from '../api'
import classes from './incidents.module.css'

type Figure = Answers['incidents']['list']['incidents'][number]['impact']

export const Figures = ({ children }: { children: ReactNode }) => (
  <section className={classes.figures} aria-label="Elapsed times">
    {children}
  </section>
)

/** One elapsed time on the ruled line: the numbers large, their units and what is not exact about them small. */
export function ElapsedFigure({
  name,
  figure,
  unknown = 'not known',
  children,
}: {
  name: string
  figure: Figure
  unknown?: string
  children: ReactNode
}) {
  return (
    <div className={classes.figure}>
      <div className={classes.figureName}>{name}</div>
      <div className={classes.value} data-unknown={figure ? undefined : true}>
        {!figure ? (
          unknown
        ) : figure.seconds === 0 ? (
          figure.words
        ) : (
          <>
            {figure.qualifier === 'exact' ? null : <small>{figure.qualifier} </small>}
            {figure.parts.map(([n, unit], index) => (
              <Fragment key={unit}>
                {index ? ' ' : ''}
                <span>
                  {n} <small>{unit}</small>
                </span>
              </Fragment>
            ))}
          </>
        )}
      </div>
      <div className={classes.figureFoot}>{children}</div>
    </div>
  )
}
