import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dayInShort, dayInZone } from '../../domain/days'
import { useAbout } from '../about'
import { api, queryClient } from '../api'
import { notifyTrouble } from '../ui/notices'
import { AnchoredPopover } from '../ui/overlays'
import { refusal } from '../ui/refusal'
import { Failed, Loading } from '../ui/states'
import classes from './drafts.module.css'

/** Every draft that was kept, the latest first. An old one is looked at, and comes back as a new draft. */
export default function Drafts({
  slug,
  anchor,
  current,
  restore,
  close,
}: {
  slug: string
  anchor: HTMLElement
  /** The draft the text is typed over: it needs no way back. */
  current: number
  restore: (body: string) => void
  close: () => void
}) {
  const about = useAbout()
  const zone = about.organization?.zone ?? 'UTC'
  const { data, error, refetch } = useQuery(api.reports.drafts.queryOptions({ slug }))
  const [looking, setLooking] = useState<number | null>(null)
  const saved = (at: string) => {
    const day = dayInZone(new Date(at), zone)
    const time = new Date(at).toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit', timeZone: zone })
    // Always with its day: today is the workspace's, which in the example is not the day a draft was saved on.
    return `${dayInShort(day)}, ${time.toLowerCase()}`
  }
  const bringBack = async (number: number) => {
    try {
      const { body } = await queryClient.fetchQuery(api.reports.draft.queryOptions({ slug, number }))
      restore(body)
    } catch (failure) {
      void notifyTrouble(refusal(failure).sentence)
    }
  }
  return (
    <AnchoredPopover anchor={anchor} close={close} label="Drafts" width={440}>
      <div className={classes.drafts}>
        {error && !data ? (
          <Failed error={error} retry={() => void refetch()} />
        ) : !data ? (
          <Loading what="drafts" />
        ) : (
          <ul>
            {data.map((draft) => (
              <li key={draft.number} className={classes.draft}>
                <span>
                  <b>Draft {draft.number}</b>{' '}
                  <span className={classes.quiet}>
                    {saved(draft.savedAt)}
                    {draft.by ? `, ${draft.by}` : ''}
                  </span>
                </span>
                <span className={classes.acts}>
                  <Button
                    variant="subtle"
                    aria-expanded={looking === draft.number}
                    onClick={() => setLooking(looking === draft.number ? null : draft.number)}
                  >
                    {looking === draft.number ? 'Hide' : 'Look'}
                    <span className="visually-hidden"> draft {draft.number}</span>
                  </Button>
                  {draft.number === current ? null : (
                    <Button variant="subtle" onClick={() => void bringBack(draft.number)}>
                      Restore<span className="visually-hidden"> draft {draft.number}</span>
                    </Button>
                  )}
                </span>
                {looking === draft.number ? <Body slug={slug} number={draft.number} /> : null}
              </li>
            ))}
          </ul>
        )}
      </div>
    </AnchoredPopover>
  )
}

function Body({ slug, number }: { slug: string; number: number }) {
  const { data, error, refetch } = useQuery(api.reports.draft.queryOptions({ slug, number }))
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by keyboard
    <pre className={classes.body} tabIndex={0}>
      {data?.body ?? ''}
    </pre>
  )
}
