import { inside } from './child'
import { isLoaded, keptFolder, removeCopies } from './data'
import { better, isClose, type Row, table } from './figures'
import { measureChanges } from './workloads/changes'
import { measureCounting } from './workloads/counting'
import { measureCsv } from './workloads/csv'
import { measureLists } from './workloads/list'
import { measureMemory } from './workloads/memory'
import { measureOneItem } from './workloads/one-item'
import { measurePage } from './workloads/page'
import { measurePublicPage, measurePublishing } from './workloads/published'
import { measureQuarter } from './workloads/quarter'
import { measureReports } from './workloads/report'
import { measureSearch } from './workloads/search'
import { measureStart } from './workloads/start'
import type { Asked } from './workloads/workload'

const workloads: Record<string, (asked: Asked) => Promise<Row[]>> = {
  start: measureStart,
  list: measureLists,
  item: measureOneItem,
  search: measureSearch,
  csv: measureCsv,
  count: measureCounting,
  quarter: measureQuarter,
  change: measureChanges,
  report: measureReports,
  publish: measurePublishing,
  public: measurePublicPage,
  memory: measureMemory,
  page: measurePage,
}

/** JSON lines on standard output, one a row, and the table of all of them at the end. Gives false when one could not be measured. */
async function bench(names: readonly string[], sizes: readonly number[], quick: boolean): Promise<boolean> {
  const rows: Row[] = []
  let isWhole = true
  for (const items of sizes) {
    if (!isLoaded(items)) {
      process.stderr.write(`Loading ${items.toLocaleString('en-US')} items, once.\n`)
      await inside({ do: 'load', items, dataDir: keptFolder(items) })
    }
    for (const name of names) {
      try {
        for (const each of await measured({ items, quick }, workloads[name] as (typeof workloads)[string])) {
          rows.push(each)
          process.stdout.write(`${JSON.stringify(each)}\n`)
        }
      } catch (error) {
        isWhole = false
        process.stderr.write(
          `${name} at ${items} items could not be measured: ${error instanceof Error ? error.stack : error}\n`,
        )
      } finally {
        removeCopies()
      }
    }
  }
  process.stdout.write(`\n${table(rows)}\n`)
  return isWhole
}

/** What comes within 15 % of its bar is looked at again: figures drift on a shared machine. */
async function measured(asked: Asked, measure: (asked: Asked) => Promise<Row[]>): Promise<Row[]> {
  const first = await measure(asked)
  if (!first.some(isClose)) return first
  const second = await measure(asked)
  return first.map((each, at) => (isClose(each) && second[at] ? better(each, second[at]) : each))
}

const options = process.argv.slice(2)
const optionAfter = (name: string) => {
  const at = options.indexOf(name)
  return at < 0 ? undefined : options[at + 1]
}
const names = optionAfter('--only')?.split(',') ?? Object.keys(workloads)
const unknown = names.filter((name) => !(name in workloads))
const sizes = (optionAfter('--items') ?? '37,10000,100000').split(',').map(Number)
if (unknown.length > 0 || sizes.some((size) => !Number.isInteger(size) || size < 1)) {
  process.stderr.write(
    `npm run bench -- [--items 37,10000,100000] [--only ${Object.keys(workloads).join(',')}] [--quick]\n`,
  )
  process.exit(1)
}
process.on('SIGINT', () => {
  removeCopies()
  process.exit(1)
})
process.exitCode = (await bench(names, sizes, options.includes('--quick'))) ? 0 : 1
