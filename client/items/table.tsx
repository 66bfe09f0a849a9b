import { useMediaQuery } from '@mantine/hooks'
import { createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { Fragment, lazy, memo, Suspense, useMemo, useState } from 'react'
import type { Day } from '../../domain/days'
import { type GroupCount, groupOf, groupTitle } from '../../domain/schedule'
import type { Changed, ItemsSearch, SortInAddress } from '../paths'
import type { ListedItem } from './list'
import classes from './list.module.css'
import { Status } from './status'
import type { FormVerb } from './status-menu'
import { TargetWords } from './target'

const loadMenu = () => import('./status-menu')
const loadTarget = () => import('./target-editor')
const StatusMenu = lazy(loadMenu)
const TargetEditor = lazy(loadTarget)
const StatusForm = lazy(() => import('./status-form'))

interface Props {
  rows: ListedItem[]
  groups: GroupCount[] | null
  asOf: Day
  firstMonth: number
  peek: string | undefined
  open: (key: string | undefined) => void
  sort: SortInAddress
  descending: boolean
  change: (next: Changed<ItemsSearch>) => void
  editable: boolean
}

type Editing = { row: ListedItem; anchor: HTMLElement; what: 'status' | 'target' }

const features = tableFeatures({})
const helper = createColumnHelper<typeof features, ListedItem>()
// Cells are drawn by the row below: plain elements, one component a row, nothing per cell.
const columns = helper.columns([
  helper.accessor('key', { header: 'Key' }),
  helper.accessor('title', { header: 'Improvement' }),
  helper.accessor((row) => row.owner?.name ?? null, { id: 'owner', header: 'Owner' }),
  helper.accessor('status', { header: 'Status' }),
  helper.accessor('targetEndOn', { id: 'target', header: 'Target' }),
  helper.accessor('moves', { header: 'Moved' }),
])

const tightColumns = columns.filter(
  (column) => column.id !== 'owner' && !('accessorKey' in column && column.accessorKey === 'moves'),
)

const sortOf: Record<string, SortInAddress | null> = {
  key: 'key',
  title: null,
  owner: 'owner',
  status: 'status',
  target: 'target',
  moves: null,
}
const widths: Record<string, string | undefined> = {
  key: '68px',
  owner: '120px',
  status: '132px',
  target: '104px',
  moves: '68px',
}
const numeric = new Set(['target', 'moves'])

export function ItemTable(props: Props) {
  const { rows, groups, asOf, firstMonth, peek, open, sort, descending, change, editable } = props
  const [editing, setEditing] = useState<Editing | null>(null)
  const [form, setForm] = useState<{ row: ListedItem; verb: FormVerb } | null>(null)
  // Beside the open panel the title needs the room more than owner and moves, which the panel shows.
  const isTight = useMediaQuery('(min-width: 1280px) and (max-width: 1480px)') && peek !== undefined
  const table = useTable({ features, columns: isTight ? tightColumns : columns, data: rows, getRowId: (row) => row.id })
  const heads = useMemo(() => new Map(groups?.map((group) => [group.group, group])), [groups])

  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())

  let lastGroup = ''
  return (
    <>
      <table className={classes.table} onPointerEnter={() => void Promise.all([loadMenu(), loadTarget()])}>
        <colgroup>
          {table.getAllLeafColumns().map((column) => (
            <col key={column.id} style={{ width: widths[column.id] }} />
          ))}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              {group.headers.map((header) => (
                <Head
                  key={header.id}
                  id={header.column.id}
                  words={String(header.column.columnDef.header)}
                  editable={editable}
                  sort={sort}
                  descending={descending}
                  change={change}
                />
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {table.getRowModel().rows.map(({ original: row, id }) => {
            const group = groups ? groupOf(row, firstMonth) : ''
            const begins = group !== lastGroup
            lastGroup = group
            // Counted fully, named never: finished items nobody described are one line until somebody asks.
            const folds = row.placeholder && group.startsWith('finished') && row.key !== peek
            const head =
              begins && groups ? (
                <GroupHead
                  count={heads.get(group as GroupCount['group'])}
                  fallback={group}
                  columnCount={table.getAllLeafColumns().length}
                  unfold={folds && !unfolded.has(group) ? () => setUnfolded(new Set([...unfolded, group])) : null}
                />
              ) : null
            if (folds && !unfolded.has(group)) return <Fragment key={id}>{head}</Fragment>
            return (
              <Fragment key={id}>
                {head}
                <Row
                  row={row}
                  isOpen={row.key === peek}
                  isTight={isTight}
                  asOf={asOf}
                  firstMonth={firstMonth}
                  open={open}
                  edit={editable ? setEditing : null}
                  editing={editing?.row.id === row.id ? editing.what : null}
                />
              </Fragment>
            )
          })}
        </tbody>
      </table>
      <Suspense fallback={null}>
        {editing?.what === 'status' ? (
          <StatusMenu
            anchor={editing.anchor}
            item={editing.row}
            close={() => setEditing(null)}
            openForm={(verb) => setForm({ row: editing.row, verb })}
          />
        ) : null}
        {editing?.what === 'target' ? (
          <TargetEditor
            anchor={editing.anchor}
            item={{ ...editing.row, target: periodOf(editing.row) }}
            close={() => setEditing(null)}
          />
        ) : null}
        {form ? <StatusForm verb={form.verb} item={form.row} close={() => setForm(null)} /> : null}
      </Suspense>
    </>
  )
}

const periodOf = ({ targetFromOn: fromOn, targetEndOn: endOn, targetResolution: resolution }: ListedItem) =>
  fromOn && endOn && resolution ? { fromOn, endOn, resolution } : null

function Head({
  id,
  words,
  sort,
  descending,
  change,
  editable,
}: {
  id: string
  editable: boolean
  words: string
  sort: SortInAddress
  descending: boolean
  change: Props['change']
}) {
  const by = editable || id !== 'owner' ? (sortOf[id] ?? null) : null
  const isBy = by !== null && by === sort
  const className = `${numeric.has(id) ? classes.num : ''} ${classes[`${id}Cell`] ?? ''}`
  if (by === null) return <th className={className}>{words}</th>
  // Up, down, and back to the order of the schedule.
  const next = (): Changed<ItemsSearch> =>
    !isBy
      ? { sort: by, descending: undefined }
      : descending
        ? { sort: undefined, descending: undefined }
        : { descending: true }
  return (
    <th className={className} aria-sort={isBy ? (descending ? 'descending' : 'ascending') : undefined}>
      <button type="button" onClick={() => change(next())}>
        {words}
        {isBy ? (descending ? ' ↓' : ' ↑') : ''}
      </button>
    </th>
  )
}

function GroupHead({
  count,
  fallback,
  columnCount,
  unfold,
}: {
  count: GroupCount | undefined
  fallback: string
  columnCount: number
  unfold: (() => void) | null
}) {
  const words = count
    ? count.promised
      ? `${count.promised.done} of ${count.promised.total} done`
      : count.items.toLocaleString('en-US')
    : ''
  return (
    <tr className={classes.group}>
      <td colSpan={columnCount}>
        {groupTitle((count?.group ?? fallback) as GroupCount['group'], count?.lastOn ?? null)}
        <small>{words}</small>
        {unfold ? (
          <button type="button" className={classes.unfold} onClick={unfold}>
            show those not described
          </button>
        ) : null}
      </td>
    </tr>
  )
}

/** One row. Memoised: moving the cursor redraws two rows, not a hundred. */
const Row = memo(function Row({
  row,
  isOpen,
  isTight,
  asOf,
  firstMonth,
  open,
  edit,
  editing,
}: {
  row: ListedItem
  isOpen: boolean
  isTight: boolean
  asOf: Day
  firstMonth: number
  open: Props['open']
  edit: ((editing: Editing) => void) | null
  editing: Editing['what'] | null
}) {
  const status = <Status status={row.status} />
  const target = <TargetWords row={row} asOf={asOf} firstMonth={firstMonth} />
  return (
    <tr className={classes.row} data-on={isOpen || undefined} data-key={row.key}>
      <td className={`${classes.key} ${classes.keyCell}`}>{row.key}</td>
      <td className={classes.titleCell}>
        <button
          type="button"
          className={classes.title}
          onClick={() => open(isOpen ? undefined : row.key)}
          aria-expanded={isOpen}
        >
          <span className={`${classes.titleWords} ${row.placeholder ? classes.none : ''}`}>
            <span className={`${classes.key} ${classes.second}`}>{row.key}</span>
            {row.title}
          </span>
        </button>
      </td>
      {isTight ? null : (
        <td className={classes.ownerCell}>{row.owner?.name ?? <span className={classes.none}>nobody</span>}</td>
      )}
      <td className={classes.statusCell}>
        {edit ? (
          <button
            type="button"
            className={classes.cellButton}
            aria-haspopup="menu"
            aria-expanded={editing === 'status'}
            aria-label={`Status of ${row.key}: ${row.status.replaceAll('_', ' ')}`}
            onClick={(event) => edit({ row, anchor: event.currentTarget, what: 'status' })}
          >
            {status}
          </button>
        ) : (
          status
        )}
      </td>
      <td className={`${classes.num} ${classes.targetCell ?? ''}`}>
        {edit && !row.continuous ? (
          <button
            type="button"
            className={classes.cellButton}
            aria-haspopup="dialog"
            aria-expanded={editing === 'target'}
            onClick={(event) => edit({ row, anchor: event.currentTarget, what: 'target' })}
          >
            <span className="visually-hidden">Target of {row.key}: </span>
            {target}
          </button>
        ) : (
          target
        )}
      </td>
      {isTight ? null : <td className={`${classes.num} ${classes.key} ${classes.movesCell}`}>{row.moves}</td>}
    </tr>
  )
})
