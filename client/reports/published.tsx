import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { dayInWords } from '../../domain/days'
import { type Answers, api } from '../api'
import { basePath } from '../paths'
import { Page } from '../ui/page'
import { Failed, Loading } from '../ui/states'
import { Preview } from './preview'
import classes from './published.module.css'
import side from './side.module.css'
import { ThisFigure } from './this-figure'

const Files = lazy(() => import('./files'))
type Report = Answers['reports']['bySlug']

/** What was published, as it stands: it is read here, its figures can be asked, and nothing can be changed. */
export default function Published({ report }: { report: Report }) {
  const [files, setFiles] = useState<HTMLElement | null>(null)
  const [version] = report.versions
  const isOurs = report.state === 'published'
  return (
    <Page
      title={report.title}
      beside={
        version
          ? `Published ${dayInWords(version.publishedOn)}${isOurs ? `, version ${version.number}` : ' on another site'}`
          : null
      }
      right={
        isOurs ? (
          <>
            <Button aria-haspopup="menu" onClick={(event) => setFiles(event.currentTarget)}>
              Export
            </Button>
            <Button variant="filled" component="a" href={`${basePath}/updates/${report.slug}`}>
              Open the public page
            </Button>
          </>
        ) : null
      }
    >
      {isOurs ? <Article report={report} /> : <Elsewhere report={report} />}
      {files ? (
        <Suspense fallback={null}>
          <Files slug={report.slug} anchor={files} close={() => setFiles(null)} />
        </Suspense>
      ) : null}
    </Page>
  )
}

function Article({ report }: { report: Report }) {
  const { data, error, refetch } = useQuery(api.reports.published.queryOptions({ slug: report.slug }))
  const [selected, setSelected] = useState<string | null>(null)
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />
  if (!data) return <Loading what="what was published" />
  return (
    <div className={classes.columns}>
      <div className={classes.reading}>
        <p className={classes.caption}>What customers read</p>
        <Preview html={data.html} claims={data.claims} asOf={data.asOf} selected={selected} select={setSelected} />
      </div>
      <aside className={classes.side} aria-label="About what was published">
        <Versions report={report} />
        <ThisFigure
          slug={report.slug}
          claim={data.claims.find((claim) => claim.id === selected) ?? null}
          asOf={data.asOf}
        />
      </aside>
    </div>
  )
}

function Versions({ report }: { report: Report }) {
  return (
    <section className={side.section}>
      <h2 className={side.head}>
        <span>{report.versions.length === 1 ? 'Version' : 'Versions'}</span>
        <span>figures as of {dayInWords(report.standsAt)}</span>
      </h2>
      <ul>
        {report.versions.map((version) => (
          <li key={version.number} className={classes.version}>
            <b>Version {version.number}</b>, {dayInWords(version.publishedOn)}
            {version.by ? `, by ${version.by}` : ''}
            <span className={side.quiet}>
              SHA-256 of text and figures{' '}
              <code title={version.contentSha256 ?? undefined}>{version.contentSha256?.slice(0, 12)}</code>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Elsewhere({ report }: { report: Report }) {
  const [version] = report.versions
  return (
    <div className={classes.elsewhere}>
      <p>
        This post was published before or outside this workspace
        {version ? `, on ${dayInWords(version.publishedOn)}` : ''}. Later reports follow it and account for what it
        promised; its text stays where it was published.
      </p>
      {version?.elsewhereUrl ? (
        <p>
          <a className={side.link} href={version.elsewhereUrl} rel="noreferrer">
            Open it at {new URL(version.elsewhereUrl).host}
          </a>
        </p>
      ) : null}
    </div>
  )
}
