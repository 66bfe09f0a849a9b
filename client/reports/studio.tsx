import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo, useRef, useState } from 'react'
import { directiveOf, directives, isDirectiveName } from '../../domain/reports/directives'
import { readDirective } from '../../domain/reports/source'
import { type Answers, api, queryClient } from '../api'
import { readStudioSearch } from '../paths'
import { notify, notifyTrouble } from '../ui/notices'
import { Page } from '../ui/page'
import { refusal } from '../ui/refusal'
import { Failed, Ignored, Loading } from '../ui/states'
import { Tabs, tabPanel, useTabs } from '../ui/tabs'
import { Changes } from './changes'
import { type CheckActs, Checks } from './checks'
import type { PlacedChip } from './chips'
import { chosenNow } from './choice'
import { useColumns } from './columns'
import { Coverage } from './coverage'
import type { Answered, EditorHandle } from './editor'
import { type PreviewAnswer, useGoodPreview } from './good-preview'
import { insertionOf, reconciled, sourceOf } from './insertion'
import { Items, useChoosing } from './items'
import { KeepingLine } from './keeping'
import { Preview } from './preview'
import { Promises } from './promises'
import { type ClaimOnScreen, sameFigure } from './questions'
import classes from './studio.module.css'
import { StudioHead } from './studio-head'
import { bindNumber, insertDirective, removeChip, sayTheRest, useTheirDraft } from './text-acts'
import { ThisFigure } from './this-figure'
import { useStanding, useWriting } from './writing'

const Editor = lazy(() => import('./editor'))
const Discarded = lazy(() => import('./discarded'))
const Published = lazy(() => import('./published'))
const ChipForm = lazy(() => import('./chip-form'))
const InsertMenu = lazy(() => import('./insert-menu'))
const Publish = lazy(() => import('./publish'))
const AboutReport = lazy(() => import('./about-report'))
const Drafts = lazy(() => import('./drafts'))

const route = getRouteApi('/workspace/reports/$slug')
export type Report = Answers['reports']['bySlug']

/** One report: a draft in the studio, or what was published, to be read. */
export function ReportPage() {
  const { slug } = route.useParams()
  const { data, error, refetch } = useQuery(api.reports.bySlug.queryOptions({ slug }))
  if (!data) {
    return (
      <Page title="Report">
        {error ? <Failed error={error} retry={() => void refetch()} /> : <Loading what="the report" />}
      </Page>
    )
  }
  if (data.discardedAt !== null) {
    return (
      <Suspense fallback={<Loading what="the report" />}>
        <Discarded report={data} />
      </Suspense>
    )
  }
  if (data.state !== 'draft') {
    return (
      <Suspense fallback={<Loading what="what was published" />}>
        <Published report={data} />
      </Suspense>
    )
  }
  return <Studio key={data.id} report={data} />
}

type View = 'write' | 'preview' | 'checks'
type Beside = 'checks' | 'promises' | 'items' | 'changes'
type Overlay =
  | { is: 'chip'; chip: PlacedChip; anchor: HTMLElement }
  | { is: 'insert'; anchor: HTMLElement; slashAt: number | null }
  /** A directive that is asked about before it is put into the text. */
  | { is: 'asked'; source: string; anchor: HTMLElement; slashAt: number | null }
  | { is: 'drafts'; anchor: HTMLElement }
  | { is: 'publish' }
  | { is: 'about' }

/** Text, what customers read, what to look at: three columns, or fewer with tabs. */
function Studio({ report }: { report: Report }) {
  const { source, ignored } = readStudioSearch({ ...route.useSearch() })
  const navigate = route.useNavigate()
  const writing = useWriting(report)
  const { draft } = useStanding(writing)
  const columns = useColumns()
  const [view, setView] = useState<View>('write')
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const [wanted, setWanted] = useState<ClaimOnScreen | null>(null)
  const editor = useRef<EditorHandle | null>(null)
  const cursorMark = useRef<HTMLSpanElement>(null)
  const [beside, setBeside] = useState<Beside>('checks')
  const group = useTabs()
  const sideGroup = useTabs()
  const question = useQuery(api.reports.preview.queryOptions({ slug: report.slug }))
  const { shown, isHeld } = useGoodPreview(question.data, editor)

  useEffect(() => {
    document.title = `${report.title} · Followthrough`
  }, [report.title])
  useTheirDraft(report, writing, editor)

  const { data } = question
  const answered = useMemo((): Answered | null => {
    const text = data && writing.textOf(data.draft)
    if (!data || text === undefined) return null
    const doubts = data.checks.flatMap(({ level, place, code }) =>
      place && level !== 'quiet' && code !== 'unresolved' ? [place] : [],
    )
    return { text, chips: data.chips, doubts }
  }, [data, writing])

  const close = () => setOverlay(null)
  const backToText = () => {
    setOverlay(null)
    editor.current?.focus()
  }
  const { choose } = useChoosing(report)
  /** On a narrow screen the text comes to the front first, or there would be nothing to put a cursor in. */
  const toText = (act: (text: EditorHandle) => void) => {
    if (columns === 1) setView('write')
    requestAnimationFrame(() => {
      if (editor.current) act(editor.current)
    })
  }

  const acts: CheckActs | null = shown && {
    go: ({ place }) => toText((text) => place && text.go(place.from, place.to)),
    leaveOut: (item) => {
      const rest = chosenNow(shown).filter((id) => id !== item)
      if (rest.length > 0) choose(rest, shown.items)
      else void notifyTrouble('It is the only item that is named. To name none, take the lists out of the text.')
    },
    reconcile: (key, anchor) => {
      const promise = shown.promises.find((each) => each.key === key)
      const source = sourceOf('reconcile', directives.reconcile, promise ? reconciled(promise) : { promise: key })
      setOverlay({ is: 'asked', source, anchor, slashAt: null })
    },
    bind: (check) =>
      toText((text) => {
        if (bindNumber(text, check, writing.textOf(shown.draft))) return
        void notifyTrouble('The text was changed there since. Look at it once it is checked again.')
      }),
    sayTheRest: (program) => toText((text) => sayTheRest(text, program)),
  }

  const openInsert = (slashAt: number | null) => {
    const box = editor.current?.cursorBox()
    const mark = cursorMark.current
    if (!mark) return
    // A cursor that was scrolled out of sight is asked about at the edge it left by.
    const { innerHeight } = window
    const top = Math.min(Math.max(box?.top ?? 0, 0), innerHeight)
    const bottom = Math.min(Math.max(box?.bottom ?? 0, 0), innerHeight)
    mark.style.left = `${box?.left ?? mark.parentElement?.getBoundingClientRect().left ?? 0}px`
    mark.style.top = `${top}px`
    mark.style.height = `${bottom - top}px`
    setOverlay({ is: 'insert', anchor: mark, slashAt })
  }
  const claim = shown ? sameFigure(shown.claims, wanted) : null
  const showing = columns === 2 && view === 'write' ? 'preview' : view
  const isHidden = (name: View) =>
    columns === 3 ? false : columns === 2 ? name !== 'write' && name !== showing : name !== showing
  const asTab = (name: View) =>
    columns === 3 || (columns === 2 && name === 'write')
      ? {}
      : tabPanel(group, columns === 2 && name === 'checks' ? beside : name)
  const views =
    columns === 1 ? (
      <Tabs
        group={group}
        label="Studio"
        tabs={[
          { name: 'write', label: 'Write' },
          { name: 'preview', label: 'Preview' },
          { name: 'checks', label: 'Checks', count: loudChecks(shown) },
        ]}
        shown={showing}
        show={setView}
      />
    ) : columns === 2 ? (
      <Tabs
        group={group}
        label="Beside the text"
        tabs={[{ name: 'preview', label: 'Preview' }, ...besideTabs(shown)]}
        shown={showing === 'preview' ? 'preview' : beside}
        show={(name) => {
          setView(name === 'preview' ? 'preview' : 'checks')
          if (name !== 'preview') setBeside(name)
        }}
      />
    ) : null

  return (
    <main id="content" className={classes.studio} data-fills data-columns={columns}>
      <StudioHead
        report={report}
        draft={draft}
        isSource={source === 1}
        showSource={(on) =>
          void navigate({
            search: (before) => ({ ...before, ignored: undefined, source: on ? 1 : undefined }) as never,
          })
        }
        openDrafts={(anchor) => setOverlay({ is: 'drafts', anchor })}
        openAbout={() => setOverlay({ is: 'about' })}
        publish={
          question.data
            ? async () => {
                if ((await writing.settle()) === null) {
                  void notifyTrouble('The text is not saved yet, so it cannot be published.')
                  return
                }
                await queryClient.invalidateQueries(api.reports.preview.queryFilter({ slug: report.slug }))
                setOverlay({ is: 'publish' })
              }
            : null
        }
      />
      <Ignored ignored={ignored} />
      {columns === 1 ? <div className={classes.views}>{views}</div> : null}
      <div className={classes.columns}>
        <section className={classes.write} aria-label="Text" hidden={isHidden('write')} {...asTab('write')}>
          <div className={classes.bar}>
            <KeepingLine
              writing={writing}
              theirs={report.draft}
              look={(anchor) => setOverlay({ is: 'drafts', anchor })}
              saveMine={() => {
                void queryClient
                  .fetchQuery({ ...api.reports.bySlug.queryOptions({ slug: report.slug }), staleTime: 0 })
                  .then((now) => writing.saveOver(now.draft))
                  .catch((error: unknown) => void notifyTrouble(refusal(error).sentence))
              }}
            />
            <Button
              variant="subtle"
              aria-haspopup="menu"
              aria-keyshortcuts="Control+/"
              onClick={(event) => setOverlay({ is: 'insert', anchor: event.currentTarget, slashAt: null })}
            >
              Insert
            </Button>
          </div>
          {columns > 1 ? (
            <button type="button" className={classes.title} onClick={() => setOverlay({ is: 'about' })}>
              {report.title}
              <span className="visually-hidden">: change the title</span>
            </button>
          ) : null}
          <div className={classes.text}>
            <Suspense fallback={<Loading what="the editor" />}>
              <Editor
                initial={writing.text}
                source={source === 1}
                answered={answered}
                typed={(text) => writing.type(text)}
                openChip={(chip, anchor) => setOverlay({ is: 'chip', chip, anchor })}
                openInsert={openInsert}
                handle={editor}
              />
            </Suspense>
            <span ref={cursorMark} className={classes.cursorMark} aria-hidden="true" />
          </div>
        </section>
        {columns === 2 ? <div className={classes.views}>{views}</div> : null}
        <section
          className={classes.preview}
          aria-label="What customers read"
          hidden={isHidden('preview')}
          {...asTab('preview')}
        >
          <div className={classes.bar}>
            <p className={classes.caption}>What customers read</p>
            <p className={classes.keeping} role="status">
              {isHeld ? 'Last good version, for now' : ''}
            </p>
          </div>
          {question.error && !shown ? (
            <Failed error={question.error} retry={() => void question.refetch()} />
          ) : shown ? (
            <Preview
              html={shown.html}
              claims={shown.claims}
              asOf={shown.asOf}
              selected={claim?.id ?? null}
              select={(id) => setWanted(shown.claims.find((each) => each.id === id) ?? null)}
            />
          ) : (
            <Loading what="what customers read" />
          )}
          {columns < 3 && shown && claim ? (
            <div className={classes.figure}>
              <ThisFigure slug={report.slug} draft={shown.claimsOf} claim={claim} asOf={shown.asOf} />
            </div>
          ) : null}
        </section>
        <section className={classes.side} aria-label="Checks" hidden={isHidden('checks')} {...asTab('checks')}>
          {shown ? (
            <>
              {columns === 2 ? null : (
                <div className={classes.sideTabs}>
                  <Tabs
                    group={sideGroup}
                    label="Beside the text"
                    tabs={besideTabs(shown)}
                    shown={beside}
                    show={setBeside}
                  />
                </div>
              )}
              <div className={classes.panel} {...(columns === 2 ? {} : tabPanel(sideGroup, beside))}>
                {beside === 'checks' ? <Checks checks={shown.checks} items={shown.items} acts={acts} /> : null}
                {beside === 'promises' ? <Promises preview={shown} /> : null}
                {beside === 'items' ? <Items preview={shown} report={report} /> : null}
                {beside === 'changes' ? <Changes preview={shown} /> : null}
              </div>
              <Coverage coverage={shown.coverage} />
            </>
          ) : question.error ? null : (
            <Loading what="the checks" />
          )}
          {columns === 3 && shown ? (
            <ThisFigure slug={report.slug} draft={shown.claimsOf} claim={claim} asOf={shown.asOf} />
          ) : null}
        </section>
      </div>
      <Suspense fallback={null}>
        {overlay?.is === 'chip' && shown ? (
          <ChipForm
            source={(editor.current?.text() ?? '').slice(overlay.chip.from, overlay.chip.to)}
            trouble={overlay.chip.trouble ? overlay.chip.shows : null}
            anchor={overlay.anchor}
            scope={{ programs: report.programs, period: report.period, promises: shown.promises }}
            save={(text) => {
              editor.current?.replace(overlay.chip.from, overlay.chip.to, text)
              backToText()
            }}
            remove={() => {
              if (editor.current) removeChip(editor.current, overlay.chip)
              backToText()
            }}
            close={backToText}
          />
        ) : null}
        {overlay?.is === 'insert' && shown ? (
          <InsertMenu
            anchor={overlay.anchor}
            scope={{ programs: report.programs, period: report.period, promises: shown.promises }}
            insert={(insertion) => {
              // The menu gives the focus back to what opened it first; the cursor is wanted in the text.
              toText((text) => insertDirective(text, overlay.slashAt, insertion))
            }}
            ask={(source) => {
              const { anchor, slashAt } = overlay
              requestAnimationFrame(() => setOverlay({ is: 'asked', source, anchor, slashAt }))
            }}
            close={overlay.anchor === cursorMark.current ? backToText : close}
          />
        ) : null}
        {overlay?.is === 'asked' && shown ? (
          <ChipForm
            source={overlay.source}
            trouble={null}
            anchor={overlay.anchor}
            scope={{ programs: report.programs, period: report.period, promises: shown.promises }}
            save={(source) => {
              const name = readDirective(source)?.name ?? ''
              setOverlay(null)
              if (!isDirectiveName(name)) return
              toText((text) => insertDirective(text, overlay.slashAt, insertionOf(directiveOf(name), source)))
            }}
            remove={null}
            close={overlay.anchor === cursorMark.current ? backToText : close}
          />
        ) : null}
        {overlay?.is === 'drafts' ? (
          <Drafts
            slug={report.slug}
            anchor={overlay.anchor}
            current={draft}
            restore={(body) => {
              const text = editor.current?.text() ?? ''
              editor.current?.replace(0, text.length, body, 0)
              backToText()
              void notify('The text of that draft is back, as a new draft.')
            }}
            close={close}
          />
        ) : null}
        {overlay?.is === 'publish' && question.data ? (
          <Publish report={report} preview={question.data} close={close} />
        ) : null}
        {overlay?.is === 'about' ? <AboutReport report={report} close={close} /> : null}
      </Suspense>
    </main>
  )
}

const loudChecks = (preview: PreviewAnswer | null) =>
  preview?.checks.filter((check) => check.level !== 'quiet').length ?? 0

const besideTabs = (preview: PreviewAnswer | null) => [
  { name: 'checks' as const, label: 'Checks', count: loudChecks(preview) },
  { name: 'promises' as const, label: 'Promises', count: preview?.promises.length ?? 0 },
  { name: 'items' as const, label: 'Items' },
  { name: 'changes' as const, label: 'Changes' },
]
