import { inside } from '../child'
import { copyOf } from '../data'
import { quantile, type Row, row } from '../figures'
import type { Counted } from '../inside'
import type { Asked } from './workload'

/** Counts at random (as-of, known-at), in process. Each twentieth is held against the same count in SQL. */
export async function measureCounting({ items }: Asked): Promise<Row[]> {
  const found = await inside<Counted>({ do: 'count', items, dataDir: copyOf(items) })
  if (found.disagreements > 0) throw new Error(`${found.disagreements} counts disagree with their witness`)
  const made = (workload: string, product: number[] | number, bar?: number, metric = 'median') =>
    row({ workload, items, metric, unit: 'ms', product, ...(bar === undefined ? {} : { bar }) })
  return [
    made('count at (as-of, known-at)', found.countMs, 10),
    made('count at (as-of, known-at)', quantile(found.countMs, 0.99), 10, 'p99'),
    made('the same count in SQL', found.sqlMs, 500),
    made('burn-up of 40 quarters', found.burnUpMs, 15),
    made('columns built', found.builtInMs, 1_000),
    made('columns built', found.builtCpuMs, undefined, 'CPU'),
  ]
}
