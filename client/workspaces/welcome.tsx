import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { About } from '../about'
import { api, intent } from '../api'
import { FormActions, FormError, formClass, TextField } from '../ui/form'
import { refusal, refusedIn } from '../ui/refusal'
import { Failed, Loading } from '../ui/states'
import classes from './welcome.module.css'

/** The first page of a fresh start: look at the example, or begin with nothing. Nothing is loaded by itself. */
export function Welcome() {
  const { data, error, refetch } = useQuery(api.workspaces.about.queryOptions())
  useEffect(() => {
    document.title = 'Welcome · Followthrough'
  }, [])
  return (
    <main className={classes.page}>
      <p className={classes.brand}>Followthrough</p>
      <h1>From the outage to the last kept promise</h1>
      <p className={classes.lede}>
        After an outage you promise improvements. This is where they are counted, moved, finished and shown: the same
        number on every surface, for any day.
      </p>
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data ? (
        <Choices about={data} />
      ) : (
        <Loading what="what there is" />
      )}
    </main>
  )
}

function Choices({ about }: { about: About }) {
  return (
    <div className={classes.choices}>
      {about.examples.offered.map((example) => (
        <Example key={example.slug} example={example} loaded={about.examples.loaded.includes(example.slug)} />
      ))}
      {about.organization ? <Own name={about.organization.name} /> : <StartEmpty />}
    </div>
  )
}

function Own({ name }: { name: string }) {
  return (
    <section className={classes.choice}>
      <h2>{name}</h2>
      <p>Your own workspace is set up. Examples never mix with it.</p>
      <FormActions>
        <Button component="a" href="/items">
          Open it
        </Button>
      </FormActions>
    </section>
  )
}

function Example({ example, loaded }: { example: About['examples']['offered'][number]; loaded: boolean }) {
  const open = () => window.location.assign(`/example/${example.slug}${example.opensAt}`)
  const load = useMutation(api.workspaces.loadExample.mutationOptions({ onSuccess: open }))
  const remove = useMutation(api.workspaces.removeExample.mutationOptions())
  return (
    <section className={classes.choice}>
      <h2>Explore the example</h2>
      <p>{example.about}</p>
      <FormError>{load.error ? refusal(load.error).sentence : null}</FormError>
      <FormError>{remove.error ? refusal(remove.error).sentence : null}</FormError>
      <FormActions>
        <Button
          variant="filled"
          loading={load.isPending}
          onClick={() => (loaded ? open() : load.mutate({ ...intent(), story: example.slug }))}
        >
          Explore the example
        </Button>
        {loaded ? (
          <Button
            variant="subtle"
            loading={remove.isPending}
            onClick={() => remove.mutate({ ...intent(), story: example.slug })}
          >
            Remove it
          </Button>
        ) : null}
      </FormActions>
    </section>
  )
}

function StartEmpty() {
  const [name, setName] = useState('')
  const [zone, setZone] = useState(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
  const start = useMutation(
    api.workspaces.startEmpty.mutationOptions({ onSuccess: () => window.location.assign('/items') }),
  )
  const { at, below } = refusedIn(start.error, ['name', 'zone'])
  return (
    <section className={classes.choice}>
      <h2>Start empty</h2>
      <p>A workspace of your own. It needs a name, and the zone in which a day begins and ends.</p>
      <form
        className={formClass}
        onSubmit={(event) => {
          event.preventDefault()
          start.mutate({ ...intent(), name, zone })
        }}
      >
        <TextField
          label="Organisation"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={at('name')}
          autoComplete="organization"
          required
        />
        <TextField
          label="Time zone"
          value={zone}
          onChange={(event) => setZone(event.currentTarget.value)}
          error={at('zone')}
          hint="An IANA name, such as America/Los_Angeles."
          required
        />
        <FormError>{below}</FormError>
        <FormActions>
          <Button type="submit" loading={start.isPending}>
            Start empty
          </Button>
        </FormActions>
      </form>
    </section>
  )
}
