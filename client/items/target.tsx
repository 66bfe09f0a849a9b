import type { Day } from '../../domain/days'
import { periodInWords } from '../../domain/periods'
import { isDueSoon } from '../../domain/targets'
import type { Answers } from '../api'
import classes from './list.module.css'

type Row = Answers['items']['list']['items'][number]

/** When it is due, in the words it was said in. Late is vermilion, due within a month ochre, undated quiet. */
export function TargetWords({ row, asOf, firstMonth }: { row: Row; asOf: Day; firstMonth: number }) {
  const { targetFromOn: fromOn, targetEndOn: endOn, targetResolution: resolution } = row
  const open = row.status !== 'done' && row.status !== 'dropped'
  // What is finished needs no date any more; an empty cell says less than "no date" and is true.
  if (!endOn && !open) return null
  if (!fromOn || !endOn || !resolution)
    return <span className={classes.none}>{row.continuous ? 'no end' : 'no date'}</span>
  const words = shortened(periodInWords({ fromOn, endOn, resolution }, firstMonth))
  if (row.overdue) return <span className={classes.late}>{words}</span>
  return <span className={open && isDueSoon(endOn, asOf) ? classes.soon : undefined}>{words}</span>
}

/** `Aug 12, 2021` instead of `August 12, 2021`: the column is narrow. */
const shortened = (words: string) => words.replace(/^([A-Z][a-z]{2})[a-z]+ (\d{1,2}), /, '$1 $2, ')
