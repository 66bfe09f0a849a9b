import { asc } from 'drizzle-orm'
import type { Read } from '../../db/open'
import { person } from '../../db/schema'
import { identity } from '../../domain/counting/definitions'
import { statusInWords } from '../../domain/items'
import { itemSorts, statusGroups } from '../../domain/items.input'
import { type FiscalFirstMonth, parseQuarter, periodInWords } from '../../domain/periods'
import { itemStatuses, statusWords } from '../../domain/vocabulary'
import { counted } from '../../domain/words'
import { writeItemsCsv } from '../exports/items'
import { listItems, type Page } from '../items/list'
import type { ListedItem, Listing } from '../items/listed'
import { type Reading, reading } from '../trpc'
import { type Asked, asJson, BadInput, type Command, oneOf, printable, understood } from './command'
import { withWorkspace } from './workspace'

const statusChoices = [
  ...itemStatuses,
  ...statusGroups.filter((word) => !(itemStatuses as readonly string[]).includes(word)),
]

export const itemsCommand: Command = {
  name: 'items',
  usage: '[filters] [--sort WORD] [--csv | --json]',
  about: 'Lists items, all of them on one page, with the filters of the screen. Filters are added to each other.',
  options: {
    program: { type: 'string', multiple: true, value: 'KEY', says: 'in this program; may be repeated' },
    status: { type: 'string', multiple: true, value: 'WORD', says: `${statusChoices.join(', ')}; may be repeated` },
    owner: { type: 'string', value: 'NAME', says: 'owned by this person, or by nobody' },
    due: { type: 'string', value: 'QUARTER', says: 'a quarter such as 2021-Q3, or none, or overdue' },
    finished: { type: 'string', value: 'QUARTER', says: 'a quarter such as 2021-Q2, or unstated' },
    text: { type: 'string', value: 'WORDS', says: 'words of the title, or a key' },
    'as-of': { type: 'string', value: 'DAY', says: 'as it stood on a day such as 2021-07-20 (else today)' },
    'known-at': {
      type: 'string',
      value: 'INSTANT',
      says: 'as it was known at an instant such as 2021-07-20T17:00:00Z',
    },
    sort: { type: 'string', value: 'WORD', says: `${itemSorts.join(', ')} (else key)` },
    descending: { type: 'boolean', says: 'the other way round' },
    csv: { type: 'boolean', says: 'the file that the page exports' },
  },
  words: 0,
  async run(asked, { out, ready }) {
    const { owner, ...filters } = listingOf(asked)
    if (asked.is('csv') && asked.is('json')) throw new BadInput('Choose one: --csv or --json.')
    return withWorkspace(asked, async ({ workspace, standing }) => {
      await workspace.counting.build()
      const firstMonth = standing.organization?.fiscalFirstMonth ?? 1
      if (asked.is('csv')) {
        const listing = await workspace.db.snapshot((read) => withOwner(read, filters, owner))
        await writeItemsCsv({ workspace, standing }, listing, (text) => {
          out(text)
          return ready()
        })
        return 0
      }
      return reading({ workspace, standing }, filters, async (view) => {
        const listing = await withOwner(view.read, filters, owner)
        const page = await allPages(view, listing, { today: standing.today, firstMonth })
        const { asOf, knownAt } = view
        if (asked.is('json')) out(asJson({ asOf, knownAt, ...page }))
        else out(`${table(page.items, firstMonth)}${footer(page)}`)
        return 0
      })
    })
  },
}

const withOwner = async (read: Read, filters: Listing, owner: string | undefined): Promise<Listing> =>
  owner === undefined ? filters : { ...filters, owner: await ownerId(read, owner) }

function listingOf(asked: Asked): Listing {
  const program = asked.list('program')
  const status = asked.list('status').map((word) => oneOf('status', word, statusChoices))
  const due = asked.text('due')
  const finished = asked.text('finished')
  const quarter = (option: string, text: string, words: readonly string[]) => {
    if (words.includes(text)) return text as 'none'
    return understood(option, () => {
      if (/^[a-z]+$/i.test(text))
        throw new BadInput(`--${option} is “${text}”. Expected a quarter such as 2021-Q3, or ${words.join(' or ')}.`)
      return parseQuarter(text)
    })
  }
  const given = {
    program: program.length ? program : undefined,
    status: status.length ? status : undefined,
    owner: asked.text('owner'),
    due: due === undefined ? undefined : quarter('due', due, ['none', 'overdue']),
    finished: finished === undefined ? undefined : quarter('finished', finished, ['unstated']),
    text: asked.text('text'),
    asOf: asked.day('as-of'),
    knownAt: asked.instant('known-at'),
  }
  const filters = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return {
    ...filters,
    sort: asked.word('sort', itemSorts) ?? 'key',
    descending: asked.is('descending'),
    limit: pageSize,
  }
}

/** A person's id by name, or by the beginning of it when only one begins so. Throws BadInput that names the people. */
async function ownerId(read: Read, name: string): Promise<string> {
  if (name === 'nobody') return name
  const people = await read.select({ id: person.id, name: person.name }).from(person).orderBy(asc(person.name))
  const folded = name.toLowerCase()
  const exact = people.filter((each) => each.name.toLowerCase() === folded)
  const found = exact.length ? exact : people.filter((each) => each.name.toLowerCase().startsWith(folded))
  const [only, ...more] = found
  if (!only) throw new BadInput(`There is no person “${name}”. There is ${namesOf(people)}, or nobody.`)
  if (more.length > 0) throw new BadInput(`“${name}” may be ${namesOf(found)}. Write the whole name.`)
  return only.id
}

const namesOf = (people: readonly { name: string }[]): string =>
  people.length > 12
    ? `${namesOf(people.slice(0, 12))} and ${people.length - 12} more`
    : people.map((each) => each.name).join(', ')

const pageSize = 500

async function allPages(view: Reading, listing: Listing, context: Parameters<typeof listItems>[2]) {
  const first = await listItems(view, listing, context)
  const items = [...first.items]
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const next: Page = await listItems(view, { ...listing, cursor }, context)
    items.push(...next.items)
    cursor = next.nextCursor
  }
  return { matching: first.matching, counts: first.counts, items }
}

function table(items: readonly ListedItem[], firstMonth: FiscalFirstMonth): string {
  if (items.length === 0) return ''
  const rows = [['KEY', 'STATUS', 'TARGET', 'OWNER', 'TITLE'], ...items.map((each) => cellsOf(each, firstMonth))]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return `${rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')}\n\n`
}

function cellsOf(row: ListedItem, firstMonth: FiscalFirstMonth): string[] {
  const { status, statusOn, statusResolution } = row
  const isDone = status === 'done' && statusOn !== null
  return [
    row.key,
    isDone ? statusInWords(status, statusOn, statusResolution ?? 'day', firstMonth) : statusWords[status],
    targetOf(row, firstMonth),
    printable(row.owner?.name ?? ''),
    printable(row.title),
  ]
}

function targetOf(row: ListedItem, firstMonth: FiscalFirstMonth): string {
  if (row.targetEndOn === null) return row.continuous ? 'ongoing' : ''
  const period = {
    fromOn: row.targetFromOn ?? row.targetEndOn,
    endOn: row.targetEndOn,
    resolution: row.targetResolution ?? 'day',
  }
  return `${periodInWords(period, firstMonth)}${row.overdue ? ', overdue' : ''}`
}

/** What is listed, and under it the identity of the whole scope, which a filter by status or date does not shrink. */
function footer({ items, counts }: { items: readonly ListedItem[]; counts: Page['counts'] }): string {
  const ongoing = counts.ongoing > 0 ? `; and ${counts.ongoing} ongoing, in no total` : ''
  return `${counted(items.length, 'item')}\n${identity(counts)}${ongoing}\n`
}
