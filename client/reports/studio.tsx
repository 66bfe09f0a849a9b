import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { writeDirective } from '../../domain/reports/source'
import { type Answers, api, queryClient } from '../api'
import { readStudioSearch } from '../paths'
import { notify, notifyTrouble } from '../ui/notices'
import { Page } from '../ui/page'
import { refusal } from '../ui/refusal'
import { Failed, Ignored, Loading } from '../ui/states'
import { panelId, Tabs, useTabs } from '../ui/tabs'
import { Changes } from './changes'
import { type CheckActs, Checks } from './checks'
import type { PlacedChip } from './chips'
import { useColumns } from './columns'
import { Coverage } from './coverage'
import type { Answered, EditorHandle } from './editor'
import type { Insertion } from './insert-menu'
import { chosenNow, Items, useChoosing } from './items'
import { KeepingLine } from './keeping'
import { Preview } from './preview'
import { Promises } from './promises'
import classes from './studio.module.css'
import { StudioHead } from './studio-head'
import { ThisFigure } from './this-figure'
import { useStanding, useWriting } from './writing'

const Editor = lazy(() => import('./editor'))
const Published = lazy(() => import('./published'))
const ChipForm = lazy(() => import('./chip-form'))
const InsertMenu = lazy(() => import('./insert-menu'))
const Publish = lazy(() => import('./publish'))
const AboutReport = lazy(() => import('./about-report'))
const Drafts = lazy(() => import('./drafts'))

const route = getRouteApi('/workspace/reports/$slug')
export type Report = Answers['reports']['bySlug']
type PreviewAnswer = Answers['reports']['preview']

/** One report: a draft in the studio, or what was published, to be read. */
export function ReportPage() {
  const { slug } = route.useParams()
  const { data, error, refetch } = useQuery(api.reports.bySlug.queryOptions({ slug }))
  if (!data) {
    return (
      <Page title={error ? 'Report' : 'Reports'}>
        {error ? <Failed error={error} retry={() => void refetch()} /> : <Loading what="the report" />}
      </Page>
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
type SideTab = 'checks' | 'promises' | 'items' | 'changes'
type Overlay =
  | { is: 'chip'; chip: PlacedChip; anchor: HTMLElement }
  | { is: 'insert'; anchor: HTMLElement; slashAt: number | null }
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
  const [selected, setSelected] = useState<string | null>(null)
  const editor = useRef<EditorHandle | null>(null)
  const cursorMark = useRef<HTMLSpanElement>(null)
  const group = useTabs()
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
  const toWriting = () => {
    if (columns === 1) setView('write')
  }

  const acts: CheckActs | null = shown && {
    go: ({ place }) => {
      toWriting()
      if (place) requestAnimationFrame(() => editor.current?.go(place.from, place.to))
    },
    leaveOut: (item) => choose(chosenNow(shown).filter((id) => id !== item)),
    reconcile: (promise) => {
      const opening = writeDirective({ colons: 3, name: 'reconcile', label: null, given: { promise, as: 'moved' } })
      toWriting()
      requestAnimationFrame(() =>
        editor.current?.insertBlock(editor.current.cursor(), `${opening}\n\n:::`, opening.length + 1),
      )
    },
    sayTheRest: (program) => {
      const block = writeDirective({ colons: 2, name: 'not-itemised', label: null, given: { program } })
      // After the last list of that program, where a reader expects it; else where the cursor is.
      const text = editor.current?.text() ?? ''
      const lists = [...text.matchAll(new RegExp(`^::items\\{[^}\\n]*\\b${program}\\b[^}\\n]*\\}`, 'gm'))]
      const last = lists.at(-1)
      toWriting()
      requestAnimationFrame(() =>
        editor.current?.insertBlock(last ? last.index + last[0].length : (editor.current?.cursor() ?? 0), block),
      )
    },
  }

  const openInsert = (slashAt: number | null) => {
    const box = editor.current?.cursorBox()
    const mark = cursorMark.current
    if (!mark) return
    if (box) {
      mark.style.left = `${box.left}px`
      mark.style.top = `${box.top}px`
      mark.style.height = `${box.bottom - box.top}px`
    }
    setOverlay({ is: 'insert', anchor: mark, slashAt })
  }
  const insert = (slashAt: number | null, { shape, text, cursor }: Insertion) => {
    const handle = editor.current
    if (!handle) return
    if (slashAt !== null) handle.replace(slashAt, slashAt + 1, '')
    const at = slashAt ?? handle.cursor()
    if (shape === 'text') handle.replace(at, at, text)
    else handle.insertBlock(at, text, cursor)
  }

  const claim = shown?.claims.find((each) => each.id === selected) ?? null
  const views = [
    ...(columns === 1 ? [{ name: 'write' as const, label: 'Write' }] : []),
    { name: 'preview' as const, label: 'Preview' },
    { name: 'checks' as const, label: 'Checks', count: loudChecks(shown) },
  ]
  const showing = columns === 2 && view === 'write' ? 'preview' : view
  const isHidden = (name: View) =>
    columns === 3 ? false : columns === 2 ? name !== 'write' && name !== showing : name !== showing
  const asTab = (name: View) =>
    columns === 3 || (columns === 2 && name === 'write')
      ? {}
      : { role: 'tabpanel', id: panelId(group, name), 'aria-labelledby': `${group}-tab-${name}` }
  const tabs = columns < 3 ? <Tabs group={group} label="Studio" tabs={views} shown={showing} show={setView} /> : null

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
      {columns === 1 ? <div className={classes.views}>{tabs}</div> : null}
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
        {columns === 2 ? <div className={classes.views}>{tabs}</div> : null}
        <section
          className={classes.preview}
          aria-label="What customers read"
          hidden={isHidden('preview')}
          {...asTab('preview')}
        >
          <div className={classes.bar}>
            <p className={classes.caption}>What customers read</p>
            <p className={classes.keeping} role="status">
              {isHeld ? 'Something is half written; this is as it stood before.' : ''}
            </p>
          </div>
          {question.error && !shown ? (
            <Failed error={question.error} retry={() => void question.refetch()} />
          ) : shown ? (
            <Preview
              html={shown.html}
              claims={shown.claims}
              asOf={shown.asOf}
              selected={selected}
              select={setSelected}
            />
          ) : (
            <Loading what="what customers read" />
          )}
          {columns < 3 && shown && claim ? (
            <div className={classes.figure}>
              <ThisFigure slug={report.slug} claim={claim} asOf={shown.asOf} />
            </div>
          ) : null}
        </section>
        <section className={classes.side} aria-label="Checks" hidden={isHidden('checks')} {...asTab('checks')}>
          {shown ? (
            <Side report={report} preview={shown} acts={acts} />
          ) : question.error ? null : (
            <Loading what="the checks" />
          )}
          {columns === 3 && shown ? <ThisFigure slug={report.slug} claim={claim} asOf={shown.asOf} /> : null}
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
              removeChip(editor.current, overlay.chip)
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
              requestAnimationFrame(() => insert(overlay.slashAt, insertion))
            }}
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

function Side({ report, preview, acts }: { report: Report; preview: PreviewAnswer; acts: CheckActs | null }) {
  const [tab, setTab] = useState<SideTab>('checks')
  const group = useTabs()
  return (
    <>
      <Tabs
        group={group}
        label="Beside the text"
        tabs={[
          { name: 'checks', label: 'Checks', count: loudChecks(preview) },
          { name: 'promises', label: 'Promises', count: preview.promises.length },
          { name: 'items', label: 'Items' },
          { name: 'changes', label: 'Changes' },
        ]}
        shown={tab}
        show={setTab}
      />
      <div className={classes.panel} role="tabpanel" id={panelId(group, tab)} aria-labelledby={`${group}-tab-${tab}`}>
        {tab === 'checks' ? <Checks checks={preview.checks} items={preview.items} acts={acts} /> : null}
        {tab === 'promises' ? <Promises preview={preview} /> : null}
        {tab === 'items' ? <Items preview={preview} report={report} /> : null}
        {tab === 'changes' ? <Changes preview={preview} /> : null}
      </div>
      <Coverage coverage={preview.coverage} />
    </>
  )
}

/** While a directive is half typed, what customers would read stays as it stood before it. */
function useGoodPreview(
  latest: PreviewAnswer | undefined,
  editor: { current: EditorHandle | null },
): { shown: PreviewAnswer | null; isHeld: boolean } {
  const [good, setGood] = useState<PreviewAnswer | null>(latest ?? null)
  const isHalf = useCallback(
    (preview: PreviewAnswer) => {
      const handle = editor.current
      if (!handle) return false
      const { line } = placeOfCursor(handle)
      return preview.checks.some((check) => check.code === 'unresolved' && check.place?.line === line)
    },
    [editor],
  )
  useEffect(() => {
    if (latest && !isHalf(latest)) setGood(latest)
  }, [latest, isHalf])
  const isHeld = latest !== undefined && good !== null && latest !== good && latest.draft !== good.draft
  // The checks are always those of the latest text: a held article does not hold back what is wrong with it.
  return { shown: good && latest ? { ...latest, html: good.html, claims: good.claims } : (latest ?? null), isHeld }
}

function placeOfCursor(handle: EditorHandle): { line: number } {
  return { line: handle.text().slice(0, handle.cursor()).split('\n').length }
}

/** With nothing unsaved here, a draft that somebody else saved is simply shown. */
function useTheirDraft(
  report: Report,
  writing: ReturnType<typeof useWriting>,
  editor: { current: EditorHandle | null },
) {
  useEffect(() => {
    const { draft, keeping } = writing.now()
    if (report.draft <= draft || keeping.is !== 'saved' || writing.isUnsaved()) return
    writing.take(report.draft, report.body)
    const text = editor.current?.text()
    if (text === undefined || text === report.body) return
    editor.current?.replace(0, text.length, report.body, 0)
    void notify(`Draft ${report.draft} was saved elsewhere and is shown now.`)
  }, [report.draft, report.body, writing, editor])
}

/** With a container its closing line goes too; its words stay. */
function removeChip(editor: EditorHandle | null, chip: PlacedChip) {
  if (!editor) return
  const text = editor.text()
  if (chip.shape !== 'container') {
    const isWholeLine = chip.shape === 'leaf' && text[chip.to] === '\n'
    editor.replace(chip.from, chip.to + (isWholeLine ? 1 : 0), '')
    return
  }
  const closing = /^[ \t]*:{3,}[ \t]*$/m.exec(text.slice(chip.to))
  const end = chip.to + (closing ? closing.index + closing[0].length : 0)
  const words = closing ? text.slice(chip.to, chip.to + closing.index).trim() : ''
  editor.replace(chip.from, end, words, chip.from)
}
