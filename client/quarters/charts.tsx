import { BurnUp } from './burn-up'
import type { QuarterView } from './page'
import classes from './quarters.module.css'
import { Stacked } from './stacked'

/** The two charts of the page, in a chunk of their own together with the chart library. */
export default function Charts({ data }: { data: QuarterView }) {
  return (
    <div className={classes.columns}>
      <BurnUp data={data} />
      <Stacked data={data} />
    </div>
  )
}
