import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { dayInWords } from '../../domain/days'
import type { Report } from './studio'
import classes from './studio.module.css'

const Files = lazy(() => import('./files'))

/** The report's name, where it stands on its way out, at which day, and what can be done with it. */
export function StudioHead({
  report,
  draft,
  isSource,
  showSource,
  openDrafts,
  openAbout,
  publish,
}: {
  report: Report
  draft: number
  isSource: boolean
  showSource: (on: boolean) => void
  openDrafts: (anchor: HTMLElement) => void
  openAbout: () => void
  /** Null while what would be published is not known yet. */
  publish: (() => Promise<void>) | null
}) {
  const [files, setFiles] = useState<HTMLElement | null>(null)
  const [isChecking, setChecking] = useState(false)
  return (
    <header className={classes.head}>
      <h1>{report.title}</h1>
      <p className={classes.strip}>
        <button
          type="button"
          className={classes.pick}
          aria-haspopup="dialog"
          onClick={(event) => openDrafts(event.currentTarget)}
        >
          Draft {draft}
        </button>
        <span>› publish</span>
      </p>
      <div className={classes.right}>
        <span>
          figures as of{' '}
          <button type="button" className={classes.pick} aria-haspopup="dialog" onClick={openAbout}>
            {dayInWords(report.standsAt)}
            <span className="visually-hidden">: about this report</span>
          </button>
        </span>
        <Button aria-pressed={isSource} onClick={() => showSource(!isSource)}>
          {isSource ? 'Show chips' : 'Show source'}
        </Button>
        <Button aria-haspopup="menu" onClick={(event) => setFiles(event.currentTarget)}>
          Export
        </Button>
        <Button
          variant="filled"
          disabled={publish === null}
          loading={isChecking}
          onClick={() => {
            setChecking(true)
            void publish?.().finally(() => setChecking(false))
          }}
        >
          Publish
        </Button>
      </div>
      {files ? (
        <Suspense fallback={null}>
          <Files slug={report.slug} anchor={files} close={() => setFiles(null)} />
        </Suspense>
      ) : null}
    </header>
  )
}
