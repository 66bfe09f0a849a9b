import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Fragment, lazy, type ReactNode, Suspense, useState } from 'react'
import { dayBeside, dayInShort, dayInWords } from '../../domain/days'
import { type ItemVerb, verbWords } from '../../domain/items'
import { type Period, periodInWords } from '../../domain/periods'
import { actionClassWords, itemKindWords, tierWords, wordingStateWords } from '../../domain/vocabulary'
import { useAbout } from '../about'
import { type Answers, api, intent } from '../api'
import { notify, notifyTrouble } from '../ui/notices'
import { refusal } from '../ui/refusal'
import { useQuickVerbs, useUndo, verbsWithForm } from './acts'
import classes from './detail.module.css'
import { Status } from './status'
import type { FormVerb } from './status-menu'

const StatusForm = lazy(() => import('./status-form'))
const TargetEditor = lazy(() => import('./target-editor'))

export type Item = Answers['items']['byKey']

/** Everything about one item: where it stands, what is said inside and outside, what happened. */
export function ItemDetail({ item, heading = 'h2' }: { item: Item; heading?: 'h1' | 'h2' }) {
  const Heading = heading
  return (
    <>
      <Heading className={`${classes.title} ${item.placeholder ? classes.quiet : ''}`}>{item.title}</Heading>
      <Facts item={item} />
      <InsideWords key={`in-${item.id}-${item.version}`} item={item} />
      <PublicWords key={`out-${item.id}-${item.version}`} item={item} />
      <Acts item={item} />
      <Story item={item} />
    </>
  )
}

function Facts({ item }: { item: Item }) {
  const about = useAbout()
  const firstMonth = about.organization?.fiscalFirstMonth ?? 1
  const { target } = item
  const since =
    item.statusInWords === dayInWords(item.statusOn)
      ? `since ${dayBeside(item.statusOn, about.today)}`
      : item.statusInWords
  return (
    <dl className={classes.facts}>
      <Fact name="Status">
        <Status status={item.status} /> <span className={classes.quiet}>{since}</span>
        {item.overdue ? <span className={classes.late}> overdue</span> : null}
      </Fact>
      <Fact name="Target">
        {item.continuous ? (
          <span className={classes.quiet}>none: continuous work</span>
        ) : target.period ? (
          <>
            {periodInWords(target.period, firstMonth)}{' '}
            <span className={classes.quiet}>
              {[target.confidence, target.firstSaidOn && `first said ${dayBeside(target.firstSaidOn, about.today)}`]
                .filter(Boolean)
                .join(', ')}
            </span>
          </>
        ) : (
          <span className={classes.quiet}>no date</span>
        )}
        {target.moves > 0 ? (
          <span className={classes.late}>
            {' '}
            moved {target.moves === 1 ? 'once' : `${target.moves} times`}
            {target.slipDays > 0 ? `, ${target.slipDays} days` : ''}
          </span>
        ) : null}
      </Fact>
      <Fact name="Owner">
        <Owner item={item} />
      </Fact>
      {item.accountable ? <Fact name="Accountable">{item.accountable.name}</Fact> : null}
      {item.team ? <Fact name="Team">{item.team}</Fact> : null}
      <Fact name="Kind">
        {item.continuous ? `${itemKindWords[item.kind]}, continuous` : itemKindWords[item.kind]}
        {item.actionClass ? (
          <span className={classes.quiet}> {actionClassWords[item.actionClass].toLowerCase()}</span>
        ) : null}
      </Fact>
      {item.tier === 'priority_action' ? <Fact name="Tier">{tierWords[item.tier]}</Fact> : null}
      {item.programs.length ? (
        <Fact name={item.programs.length === 1 ? 'Program' : 'Programs'}>
          {item.programs.map((program, at) => (
            <Fragment key={program.key}>
              {at ? ', ' : ''}
              <Link to="/programs/$key" params={{ key: program.key }} search={{}} className={classes.link}>
                {program.title}
              </Link>
            </Fragment>
          ))}
        </Fact>
      ) : null}
      {item.services.length ? (
        <Fact name={item.services.length === 1 ? 'Service' : 'Services'}>
          {item.services.map((service) => service.name).join(', ')}
        </Fact>
      ) : null}
      <Fact name="Evidence">
        <Evidence item={item} />
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Evidence({ item }: { item: Item }) {
  if (item.evidence.length > 0) {
    return item.evidence.map((proof) => (
      <a key={proof.id} href={proof.url} className={classes.link} rel="noreferrer noopener" target="_blank">
        {proof.url.replace(/^https?:\/\//, '')}
      </a>
    ))
  }
  if (item.noEvidenceReason) return <span className={classes.quiet}>none: {item.noEvidenceReason}</span>
  return (
    <span className={classes.quiet}>
      {item.tier === 'priority_action' ? 'none yet, needed to complete' : 'none yet'}
    </span>
  )
}

function Owner({ item }: { item: Item }) {
  const { people } = useAbout()
  const undoTo = item.owner?.id ?? null
  const assign = useMutation(
    api.items.assign.mutationOptions({
      onSuccess: (answer) => {
        void notify(`${answer.key} has another owner.`, {
          label: 'Undo',
          run: () => assign.mutate({ ...intent(), itemId: answer.id, version: answer.version, owner: undoTo }),
        })
      },
      onError: (error) => void notifyTrouble(refusal(error).sentence),
    }),
  )
  return (
    <select
      className={classes.select}
      aria-label={`Owner of ${item.key}`}
      value={item.owner?.id ?? ''}
      onChange={(event) =>
        assign.mutate({ ...intent(), itemId: item.id, version: item.version, owner: event.currentTarget.value || null })
      }
    >
      <option value="">nobody</option>
      {people.map((person) => (
        <option key={person.id} value={person.id}>
          {person.name}
        </option>
      ))}
    </select>
  )
}

function InsideWords({ item }: { item: Item }) {
  const [draft, setDraft] = useState<string | null>(null)
  const [title, setTitle] = useState(item.titleInternal)
  const retitle = useMutation(api.items.retitle.mutationOptions())
  const describe = useMutation(api.items.describe.mutationOptions())
  const trouble = retitle.error ?? describe.error
  const save = async () => {
    let { version } = item
    if (title.trim() !== item.titleInternal) {
      version = (await retitle.mutateAsync({ ...intent(), itemId: item.id, version, titleInternal: title })).version
    }
    if ((draft ?? '').trim() !== (item.descriptionInternal ?? '')) {
      await describe.mutateAsync({ ...intent(), itemId: item.id, version, descriptionInternal: draft ?? '' })
    }
    setDraft(null)
  }
  return (
    <section className={classes.words}>
      <h3>
        <span>Inside</span>
        {draft === null ? (
          <EditButton what="the words inside" edit={() => setDraft(item.descriptionInternal ?? '')} />
        ) : null}
      </h3>
      {draft === null ? (
        <p className={item.descriptionInternal ? undefined : classes.quiet}>
          {item.descriptionInternal ?? 'Nothing written yet.'}
        </p>
      ) : (
        <WordsForm
          save={save}
          leave={() => setDraft(null)}
          pending={retitle.isPending || describe.isPending}
          error={trouble ? refusal(trouble).sentence : null}
        >
          <input
            className={classes.input}
            aria-label="Title inside"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <textarea
            className={classes.input}
            aria-label="Description inside"
            rows={4}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
        </WordsForm>
      )}
    </section>
  )
}

function PublicWords({ item }: { item: Item }) {
  const [draft, setDraft] = useState<string | null>(null)
  const word = useMutation(api.items.wordPublicly.mutationOptions())
  const save = (wordingState: 'private' | 'approved') =>
    word.mutateAsync({
      ...intent(),
      itemId: item.id,
      version: item.version,
      titlePublic: (draft ?? item.titlePublic)?.trim() || null,
      wordingState,
    })
  return (
    <section
      className={`${classes.words} ${classes.public}`}
      data-approved={item.wordingState === 'approved' || undefined}
    >
      <h3>
        <span>What customers read</span>
        <span>
          {item.titlePublic ? wordingStateWords[item.wordingState] : 'no wording yet'}
          {draft === null ? (
            <EditButton what="what customers read" edit={() => setDraft(item.titlePublic ?? '')} />
          ) : null}
        </span>
      </h3>
      {draft === null ? (
        item.titlePublic ? (
          <p>{item.titlePublic}</p>
        ) : (
          <p className={classes.quiet}>An item without approved wording is never named outside.</p>
        )
      ) : (
        <WordsForm
          save={() => save('private').then(() => setDraft(null))}
          leave={() => setDraft(null)}
          pending={word.isPending}
          error={word.error ? refusal(word.error).sentence : null}
        >
          <textarea
            className={`${classes.input} ${classes.prose}`}
            aria-label="What customers read"
            rows={3}
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
          />
        </WordsForm>
      )}
      {draft === null && item.titlePublic && item.wordingState !== 'approved' ? (
        <Button onClick={() => void save('approved').catch(() => {})} loading={word.isPending}>
          Approve the wording
        </Button>
      ) : null}
    </section>
  )
}

const EditButton = ({ what, edit }: { what: string; edit: () => void }) => (
  <button type="button" className={classes.edit} onClick={edit}>
    Edit<span className="visually-hidden"> {what}</span>
  </button>
)

function WordsForm({
  save,
  leave,
  pending,
  error,
  children,
}: {
  save: () => Promise<unknown>
  leave: () => void
  pending: boolean
  error: string | null
  children: ReactNode
}) {
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        // What was refused is shown beside the text, which stays.
        void save().catch(() => {})
      }}
      onKeyDown={(event) => event.key === 'Escape' && leave()}
    >
      {children}
      {error ? (
        <p className={classes.late} role="alert">
          {error}
        </p>
      ) : null}
      <div className={classes.acts}>
        <Button type="submit" variant="filled" loading={pending}>
          Save
        </Button>
        <Button onClick={leave}>Leave it</Button>
      </div>
    </form>
  )
}

function Acts({ item }: { item: Item }) {
  const act = useQuickVerbs()
  const [form, setForm] = useState<FormVerb | null>(null)
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const needsForm = (verb: ItemVerb) =>
    verbsWithForm.includes(verb) ||
    (verb === 'complete' && item.tier === 'priority_action' && item.evidence.length === 0)
  return (
    <div className={classes.acts}>
      {item.verbs.map((verb, at) => (
        <Button
          key={verb}
          variant={at === 0 ? 'filled' : 'default'}
          onClick={() => (needsForm(verb) ? setForm(verb as FormVerb) : act(verb, item))}
        >
          {verbWords[verb]}
        </Button>
      ))}
      {item.continuous || item.status === 'done' || item.status === 'dropped' ? null : (
        <Button onClick={(event) => setAnchor(event.currentTarget)} aria-haspopup="dialog">
          {item.target.period ? 'Move target' : 'Set target'}
        </Button>
      )}
      <Suspense fallback={null}>
        {form ? <StatusForm verb={form} item={item} close={() => setForm(null)} /> : null}
        {anchor ? (
          <TargetEditor
            anchor={anchor}
            item={{ ...item, target: item.target.period as Period | null }}
            close={() => setAnchor(null)}
          />
        ) : null}
      </Suspense>
    </div>
  )
}

function Story({ item }: { item: Item }) {
  const { today } = useAbout()
  const undo = useUndo()
  // Only what was written down last is taken back from here; older entries are corrected forward.
  const latest = Math.max(...item.story.filter((line) => !line.undone).map((line) => line.seq))
  return (
    <section className={classes.story} aria-label="What happened">
      {item.story.map((line) => (
        <div key={`${line.kind}-${line.seq}`} data-undone={line.undone || undefined}>
          <b>{line.did}</b> {line.words ? `${line.words} ` : ''}
          <span className={classes.quiet}>
            by {line.by}
            {line.approvedBy ? `, approved by ${line.approvedBy}` : ''} ·{' '}
            <span title={`recorded ${line.recordedAt}`}>
              {line.onInWords === dayInWords(line.on) ? dayInShort(line.on, today) : line.onInWords}
            </span>
            {line.undone ? ' · undone' : ''}
          </span>
          {line.reason ? <span className={classes.reason}>{line.reason}</span> : null}
          {line.undoable && line.seq === latest ? (
            <button
              type="button"
              className={classes.edit}
              onClick={() => undo({ id: item.id, version: item.version, undo: line.seq })}
            >
              Undo<span className="visually-hidden"> “{line.did}”</span>
            </button>
          ) : null}
        </div>
      ))}
    </section>
  )
}
