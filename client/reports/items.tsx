import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { wordingStateWords } from '../../domain/vocabulary'
import { useAbout } from '../about'
import { type Answers, api, intent } from '../api'
import { notifyTrouble } from '../ui/notices'
import { refusal } from '../ui/refusal'
import { choiceOf, chosenNow, putBack } from './choice'
import classes from './side.module.css'

type Preview = Answers['reports']['preview']
type Item = Preview['items'][number]

/** Says which items are shown, always the whole list. */
export function useChoosing(report: { id: string; version: number }) {
  // What was just said and is on its way: shown at once.
  const [saying, setSaying] = useState<readonly string[] | null>(null)
  const choose = useMutation(
    api.reports.choose.mutationOptions({
      onError: (error) => void notifyTrouble(refusal(error).sentence),
      onSettled: () => setSaying(null),
    }),
  )
  return {
    saying,
    choose: (list: readonly string[], items: readonly Item[]) => {
      const said = choiceOf(list, items)
      setSaying(said)
      choose.mutate({ ...intent(), reportId: report.id, version: report.version, items: [...said] })
    },
  }
}

/** Which items this report names, and in which order: a matter of the report, not of the item. */
export function Items({
  preview,
  report,
}: {
  preview: Preview
  report: { id: string; version: number; programs: readonly string[] }
}) {
  const about = useAbout()
  const { choose: say, saying } = useChoosing(report)
  const choose = (list: readonly string[]) => say(list, preview.items)
  const isPending = saying !== null
  const chosen = chosenNow({ ...preview, chosen: saying ? [...saying] : preview.chosen })
  const nameOf = (key: string) => about.programs.find((program) => program.key === key)?.title ?? key
  const groups = report.programs.map((key) => {
    // An item of several programs stands with the first of them.
    const own = preview.items.filter((item) => report.programs.find((each) => item.programs.includes(each)) === key)
    const rank = (item: Item) => (chosen.includes(item.id) ? chosen.indexOf(item.id) : chosen.length)
    return { key, items: own.toSorted((a, b) => rank(a) - rank(b)) }
  })
  if (preview.items.length === 0)
    return <p className={classes.lead}>No item of these programs has a name yet that could be shown.</p>
  return (
    <>
      <p className={classes.lead}>
        {preview.chosen.length > 0
          ? `${chosen.length} of ${preview.items.length} named items were chosen for this report.`
          : 'Nothing was chosen: every item with approved wording is shown.'}{' '}
        {preview.chosen.length > 0 ? (
          <button type="button" className={classes.link} disabled={isPending} onClick={() => choose([])}>
            Show every named item
          </button>
        ) : null}
      </p>
      {groups.map(({ key, items }) =>
        items.length === 0 ? null : (
          <fieldset key={key} className={classes.group} disabled={isPending}>
            <legend className={classes.sub}>{nameOf(key)}</legend>
            <ul>
              {items.map((item) => (
                <Row
                  key={item.id}
                  item={item}
                  isIn={chosen.includes(item.id)}
                  neighbours={items.filter((each) => chosen.includes(each.id)).map((each) => each.id)}
                  chosen={chosen}
                  putIn={() =>
                    choose(
                      putBack(
                        chosen,
                        item.id,
                        preview.items,
                        items.map((each) => each.id),
                      ),
                    )
                  }
                  choose={choose}
                />
              ))}
            </ul>
          </fieldset>
        ),
      )}
    </>
  )
}

function Row({
  item,
  isIn,
  neighbours,
  chosen,
  choose,
  putIn,
}: {
  item: Item
  isIn: boolean
  /** The chosen ones of the same program: an item moves among them. */
  neighbours: readonly string[]
  chosen: readonly string[]
  choose: (items: readonly string[]) => void
  putIn: () => void
}) {
  const at = neighbours.indexOf(item.id)
  const swapWith = (other: string | undefined) => {
    if (!other) return
    choose(chosen.map((id) => (id === item.id ? other : id === other ? item.id : id)))
  }
  const name = `${item.key}, ${item.title}`
  // None at all would be read as no choice made, and show every item again.
  const isLast = isIn && chosen.length === 1
  return (
    <li className={classes.item}>
      <input
        type="checkbox"
        id={`shown-${item.id}`}
        checked={isIn}
        disabled={isLast}
        aria-label={`Show ${name} in this report`}
        onChange={() => (isIn ? choose(chosen.filter((id) => id !== item.id)) : putIn())}
      />
      <label htmlFor={`shown-${item.id}`}>
        <span className={classes.title}>
          {item.worded && item.words ? (
            <span className={classes.words}>{item.words}</span>
          ) : (
            <span className={classes.missing}>
              wording {item.words ? wordingStateWords[item.wording] : 'missing'}: {item.title}
            </span>
          )}
        </span>
        <span className={classes.quiet}>
          <Link className={classes.key} to="/items/$key" params={{ key: item.key }}>
            {item.key}
          </Link>
          {isIn && !item.shown ? ' · no list in the text asks for it' : ''}
          {isLast ? ' · the last one; to name none, take the lists out of the text' : ''}
        </span>
      </label>
      {isIn && neighbours.length > 1 ? (
        <span className={classes.order}>
          <button
            type="button"
            disabled={at <= 0}
            onClick={() => swapWith(neighbours[at - 1])}
            aria-label={`Move ${item.key} up`}
          >
            ↑
          </button>
          <button
            type="button"
            disabled={at < 0 || at === neighbours.length - 1}
            onClick={() => swapWith(neighbours[at + 1])}
            aria-label={`Move ${item.key} down`}
          >
            ↓
          </button>
        </span>
      ) : null}
    </li>
  )
}
