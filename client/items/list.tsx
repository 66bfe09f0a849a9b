import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { headlineDone, identity } from '../../domain/counting/definitions'
import { dayInWords } from '../../domain/days'
import { useAbout } from '../about'
import { type Answers, api } from '../api'
import { basePath, type Changed, type ItemsSearch, readItemsSearch, writeSearch } from '../paths'
import { Page } from '../ui/page'
import { Empty, Failed, Ignored, Loading } from '../ui/states'
import { FilterBar } from './filters'
import { useListKeys } from './keys'
import classes from './list.module.css'
import { Peek } from './peek'
import { ItemTable } from './table'

const NewItem = lazy(() => import('./new-item'))

const route = getRouteApi('/workspace/items')

export type ListedItem = Answers['items']['list']['items'][number]

/** The list an engineering manager works in: what the address says, one panel for the item under the cursor. */
export function ItemsPage() {
  const search = readItemsSearch({ ...route.useSearch() })
  const navigate = route.useNavigate()
  const about = useAbout()
  const [creating, setCreating] = useState(false)
  const asOf = search.asOf ?? about.today

  const { peek, ignored, sort: asked = 'schedule', descending, ...filters } = search
  const isPast = search.asOf !== undefined || search.knownAt !== undefined
  // Owners and edits are known for today alone, so another day has no such order.
  const sort = isPast && (asked === 'owner' || asked === 'updated') ? 'schedule' : asked
  const question = { ...filters, sort, descending: descending ?? false, limit: 100 }
  const list = useInfiniteQuery(
    api.items.list.infiniteQueryOptions(question, {
      getNextPageParam: (page) => page.nextCursor ?? undefined,
      // Another filter keeps the rows of the last one until its own are there: nothing jumps.
      placeholderData: (previous) => previous,
    }),
  )
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const first = list.data?.pages[0]

  const change = useCallback(
    (next: Changed<ItemsSearch>) =>
      void navigate({ search: (before) => ({ ...before, ignored: undefined, ...next }) as ItemsSearch }),
    [navigate],
  )
  const open = useCallback((key: string | undefined) => change({ peek: key }), [change])
  useListKeys({ rows, peek, open, create: () => setCreating(true) })

  // What the address says and no more: the file is in the order of the keys unless somebody sorted the list.
  const { peek: _, ignored: __, ...exported } = search
  const isFiltered = Object.values(filters).some((value) => value !== undefined)
  return (
    <div className={classes.split} data-peek={peek ? true : undefined}>
      <Page
        title="Items"
        beside={first && first.counts.total > 0 ? headlineDone(first.counts) : null}
        right={
          // One primary act a view: where nothing is listed, it stands in the sentence that says so.
          <>
            {rows.length ? (
              <Button component="a" href={`${basePath}/items.csv${writeSearch(exported)}`} download>
                Export CSV
              </Button>
            ) : null}
            <Button variant={rows.length ? 'filled' : 'default'} onClick={() => setCreating(true)}>
              New item
            </Button>
          </>
        }
        wide
      >
        <FilterBar search={search} change={change} />
        <Ignored ignored={ignored} />
        {list.error && !list.data ? (
          <Failed error={list.error} retry={() => void list.refetch()} />
        ) : !first ? (
          <Loading what="items" />
        ) : rows.length === 0 ? (
          <Nothing
            isFiltered={isFiltered}
            clear={() => void navigate({ search: {} })}
            create={() => setCreating(true)}
          />
        ) : (
          <>
            <ItemTable
              rows={rows}
              groups={first.groups}
              asOf={asOf}
              firstMonth={about.organization?.fiscalFirstMonth ?? 1}
              peek={peek}
              open={open}
              sort={sort}
              descending={descending ?? false}
              change={change}
              editable={!isPast}
            />
            {list.hasNextPage ? (
              <div className={classes.more}>
                <Button onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
                  Show the next {Math.min(100, first.matching - rows.length)} of{' '}
                  {(first.matching - rows.length).toLocaleString('en-US')} more
                </Button>
              </div>
            ) : null}
            <footer className={classes.foot} aria-live="polite">
              <span>{identity(first.counts)}</span>
              {first.counts.ongoing > 0 ? <span>{first.counts.ongoing} ongoing, in no ratio</span> : null}
              <span>
                {first.matching.toLocaleString('en-US')} {first.matching === 1 ? 'row' : 'rows'}
              </span>
              <span className={classes.asOf}>
                as of {dayInWords(asOf)}
                {search.knownAt ? `, as recorded by ${search.knownAt.slice(0, 16).replace('T', ' ')} UTC` : ''}
              </span>
            </footer>
          </>
        )}
      </Page>
      {peek ? <Peek itemKey={peek} rows={rows} open={open} then={isPast ? asOf : null} /> : null}
      {creating ? (
        <Suspense fallback={null}>
          <NewItem close={() => setCreating(false)} created={open} programKeys={search.program ?? []} />
        </Suspense>
      ) : null}
    </div>
  )
}

function Nothing({ isFiltered, clear, create }: { isFiltered: boolean; clear: () => void; create: () => void }) {
  return isFiltered ? (
    <Empty
      action={
        <Button variant="filled" onClick={clear}>
          Show all items
        </Button>
      }
    >
      Nothing matches these filters.
    </Empty>
  ) : (
    <Empty
      action={
        <>
          <Button variant="filled" onClick={create}>
            New item
          </Button>
          <Button component="a" href="/welcome">
            Look at the example
          </Button>
        </>
      }
    >
      Nothing has been promised yet. Write down the first improvement.
    </Empty>
  )
}
