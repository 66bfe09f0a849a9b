import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type FoundKind, foundKinds } from '../../domain/vocabulary'
import { type Answers, api } from '../api'
import { basePath, readFindSearch } from '../paths'
import { Page } from '../ui/page'
import { Empty, Failed, Ignored, Loading } from '../ui/states'
import classes from './search.module.css'

const route = getRouteApi('/workspace/search')

type Found = Answers['search']['find']['hits'][number]

const kindWords = { item: 'Items', incident: 'Incidents', report: 'Reports' } satisfies Record<FoundKind, string>

/** What holds the words of the address, by kind. */
export function SearchPage() {
  const { q = '', ignored } = readFindSearch({ ...route.useSearch() })
  const search = useQuery({
    ...api.search.find.queryOptions({ text: q }),
    enabled: q !== '',
    // Another question keeps what was found until its own answer is there: nothing jumps.
    placeholderData: keepPreviousData,
  })
  const { data } = search
  return (
    <Page
      title="Search"
      beside={
        q && data ? <span role="status">{`${data.matching.toLocaleString('en-US')} found for “${q}”`}</span> : null
      }
    >
      <Ignored ignored={ignored} />
      {search.error ? (
        <Failed error={search.error} retry={() => void search.refetch()} />
      ) : q === '' ? (
        <Empty>Type words of a title, a description or a customer wording into the search field, or a key.</Empty>
      ) : !data ? (
        <Loading what="what was found" />
      ) : data.hits.length === 0 ? (
        <Empty>
          Nothing here holds {q.includes(' ') ? `all words of “${q}”` : `“${q}”`}. A part of a word is enough.
        </Empty>
      ) : (
        <>
          {foundKinds.map((kind) => (
            <Kind key={kind} kind={kind} hits={data.hits.filter((hit) => hit.kind === kind)} />
          ))}
          {data.matching > data.hits.length ? (
            <p className={classes.foot}>
              These are the first {data.hits.length} of {data.matching.toLocaleString('en-US')}. Add a word to find
              fewer.
            </p>
          ) : null}
        </>
      )}
    </Page>
  )
}

function Kind({ kind, hits }: { kind: FoundKind; hits: Found[] }) {
  if (hits.length === 0) return null
  return (
    <section className={classes.kind}>
      <h2>
        {kindWords[kind]} <small>{hits.length}</small>
      </h2>
      <ul>
        {hits.map((hit) => (
          <li key={hit.subject}>
            <Hit hit={hit}>
              {/* A report is known by its name; its key is a part of an address. */}
              {kind === 'report' ? null : <span className={classes.key}>{hit.key}</span>}
              <span className={classes.title}>{hit.title}</span>
            </Hit>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Hit({ hit, children }: { hit: Found; children: ReactNode }) {
  if (hit.kind === 'item') {
    return (
      <Link to="/items/$key" params={{ key: hit.key }} className={classes.hit}>
        {children}
      </Link>
    )
  }
  const room = hit.kind === 'incident' ? 'incidents' : 'reports'
  return (
    <a href={`${basePath}/${room}/${encodeURIComponent(hit.key)}`} className={classes.hit}>
      {children}
    </a>
  )
}
