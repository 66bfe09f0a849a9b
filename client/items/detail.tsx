import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useState } from 'react'
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
import { Programs } from './scope'
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
      <InsideWords key={`in-${item.id}`} item={item} />
      <PublicWords key={`out-${item.id}`} item={item} />
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
      {item.promises.length > 0 ? (
        <Fact name="Promised">
          {item.promises.map((promise) => (
            <div key={promise.key}>
              {promise.key} in{' '}
              <Link to="/reports/$slug" params={{ slug: promise.slug }} className={classes.said}>
                {promise.title}
              </Link>{' '}
              <span className={classes.quiet}>{dayBeside(promise.madeOn, about.today)}</span>
            </div>
          ))}
        </Fact>
      ) : null}
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
      <Fact name={item.programs.length > 1 ? 'Programs' : 'Program'}>
        <Programs item={item} />
      </Fact>
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

/**
 * Words being written, over the words they began from. The draft outlives every change of the item around it; when
 * somebody else changed these very words meanwhile, both are shown and nothing is overwritten without being seen.
 */
interface Draft<Words> {
  words: Words
  begunFrom: Words
}

const sameWords = <Words extends object>(a: Words, b: Words) => JSON.stringify(a) === JSON.stringify(b)

function Meanwhile({ words, seen }: { words: string; seen: () => void }) {
  return (
    <p className={classes.meanwhile} role="alert">
      Somebody changed this meanwhile to: “{words}”.{' '}
      <button type="button" className={classes.edit} onClick={seen}>
        Keep mine and go on
      </button>
    </p>
  )
}

function InsideWords({ item }: { item: Item }) {
  const stored = { title: item.titleInternal, description: item.descriptionInternal ?? '' }
  const [draft, setDraft] = useState<Draft<typeof stored> | null>(null)
  const retitle = useMutation(api.items.retitle.mutationOptions())
  const describe = useMutation(api.items.describe.mutationOptions())
  const trouble = retitle.error ?? describe.error
  const changedMeanwhile = draft !== null && !sameWords(stored, draft.begunFrom)
  const save = async ({ words }: Draft<typeof stored>) => {
    let { version } = item
    if (words.title.trim() !== stored.title) {
      version = (await retitle.mutateAsync({ ...intent(), itemId: item.id, version, titleInternal: words.title }))
        .version
      // What is stored now is ours: only the description is left to be saved.
      setDraft({ words, begunFrom: { ...stored, title: words.title.trim() } })
    }
    if (words.description.trim() !== stored.description) {
      await describe.mutateAsync({ ...intent(), itemId: item.id, version, descriptionInternal: words.description })
    }
    setDraft(null)
  }
  return (
    <section className={classes.words}>
      <h3>
        <span>Inside</span>
        {draft === null ? (
          <EditButton what="the words inside" edit={() => setDraft({ words: stored, begunFrom: stored })} />
        ) : null}
      </h3>
      {draft === null ? (
        <p className={item.descriptionInternal ? undefined : classes.quiet}>
          {item.descriptionInternal ?? 'Nothing written yet.'}
        </p>
      ) : (
        <WordsForm
          save={() => save(draft)}
          leave={() => setDraft(null)}
          isChanged={!sameWords(draft.words, draft.begunFrom)}
          blocked={changedMeanwhile}
          pending={retitle.isPending || describe.isPending}
          error={trouble ? refusal(trouble).sentence : null}
        >
          {changedMeanwhile ? (
            <Meanwhile
              words={[stored.title, stored.description].filter(Boolean).join(' / ')}
              seen={() => setDraft({ ...draft, begunFrom: stored })}
            />
          ) : null}
          <input
            className={classes.input}
            aria-label="Title inside"
            value={draft.words.title}
            onChange={(event) => setDraft({ ...draft, words: { ...draft.words, title: event.currentTarget.value } })}
          />
          <textarea
            className={classes.input}
            aria-label="Description inside"
            rows={4}
            value={draft.words.description}
            onChange={(event) =>
              setDraft({ ...draft, words: { ...draft.words, description: event.currentTarget.value } })
            }
          />
        </WordsForm>
      )}
    </section>
  )
}

function PublicWords({ item }: { item: Item }) {
  const stored = { title: item.titlePublic ?? '' }
  const [draft, setDraft] = useState<Draft<typeof stored> | null>(null)
  const word = useMutation(api.items.wordPublicly.mutationOptions())
  const changedMeanwhile = draft !== null && !sameWords(stored, draft.begunFrom)
  const save = (titlePublic: string, wordingState: 'private' | 'approved') =>
    word.mutateAsync({
      ...intent(),
      itemId: item.id,
      version: item.version,
      titlePublic: titlePublic.trim() || null,
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
            <EditButton what="what customers read" edit={() => setDraft({ words: stored, begunFrom: stored })} />
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
          save={() => save(draft.words.title, 'private').then(() => setDraft(null))}
          leave={() => setDraft(null)}
          isChanged={!sameWords(draft.words, draft.begunFrom)}
          blocked={changedMeanwhile}
          pending={word.isPending}
          error={word.error ? refusal(word.error).sentence : null}
        >
          {changedMeanwhile ? (
            <Meanwhile words={stored.title || 'nothing'} seen={() => setDraft({ ...draft, begunFrom: stored })} />
          ) : null}
          <textarea
            className={`${classes.input} ${classes.prose}`}
            aria-label="What customers read"
            rows={3}
            value={draft.words.title}
            onChange={(event) => setDraft({ ...draft, words: { title: event.currentTarget.value } })}
          />
        </WordsForm>
      )}
      {draft === null && item.titlePublic && item.wordingState !== 'approved' ? (
        <Button onClick={() => void save(stored.title, 'approved').catch(() => {})} loading={word.isPending}>
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
  isChanged,
  blocked,
  pending,
  error,
  children,
}: {
  save: () => Promise<unknown>
  leave: () => void
  isChanged: boolean
  blocked: boolean
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
      // Escape leaves what was not touched; a text is only thrown away by the button that says so.
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        if (!isChanged) leave()
      }}
    >
      {children}
      {error ? (
        <p className={classes.late} role="alert">
          {error}
        </p>
      ) : null}
      <div className={classes.acts}>
        <Button type="submit" variant="filled" loading={pending} disabled={blocked}>
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
