import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { api } from '../api'
import { Failed, Loading } from '../ui/states'
import { ItemDetail } from './detail'
import classes from './page.module.css'

const route = getRouteApi('/workspace/items/$key')

/** One item on a page of its own: what a link to it opens. */
export function ItemPage() {
  const { key } = route.useParams()
  const { data, error, refetch } = useQuery(api.items.byKey.queryOptions({ key: key.toUpperCase() }))
  useEffect(() => {
    document.title = `${data ? `${data.key} ${data.title}` : key} · Followthrough`
  }, [data, key])
  return (
    <main className={classes.page} id="content">
      <p className={classes.where}>
        <Link to="/items" search={{}}>
          Items
        </Link>{' '}
        / {key.toUpperCase()}
      </p>
      {error && !data ? (
        <>
          <h1 className={classes.missing}>{key.toUpperCase()}</h1>
          <Failed error={error} retry={() => void refetch()} />
        </>
      ) : data ? (
        <ItemDetail item={data} heading="h1" />
      ) : (
        <Loading what={key} />
      )}
    </main>
  )
}
