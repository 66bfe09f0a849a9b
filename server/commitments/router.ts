import { closeCommitment, dueInWords, dueOf, isSettled, onTimeRatio, outcomeOf } from '../../domain/commitments'
import { CloseCommitment } from '../../domain/commitments.input'
import { quarterInWords } from '../../domain/periods'
import { promiseWords } from '../../domain/reports/promises'
import { AsOf } from '../../domain/vocabulary.input'
import { change, may, reading, router } from '../trpc'
import { addCommitmentEvent, allPromises, itemsOfPromises, knownPromises, promiseById, subjectsAt } from './store'

export const commitments = router({
  /** Every promise we published, and how each stands inside, today or on another day. */
  list: may('read')
    .input(AsOf)
    .query(({ ctx, input }) =>
      reading(ctx, input, async ({ read, asOf, knownAt }) => {
        const firstMonth = ctx.standing.organization?.fiscalFirstMonth ?? 1
        const promises = knownPromises(await allPromises(read), knownAt).filter(
          ({ commitment }) => commitment.madeOn <= asOf,
        )
        const subjects = await subjectsAt(read, promises, { asOf, knownAt, firstMonth })
        const items = await itemsOfPromises(
          read,
          promises.flatMap(({ commitment }) => commitment.item ?? []),
        )
        const rows = promises.map((promise) => {
          const { commitment, madeIn } = promise
          const events = promise.events.filter((event) => event.effectiveOn <= asOf)
          const outcome = outcomeOf(commitment, events, subjects.finished(promise), asOf)
          const due = dueOf(commitment, events)
          const reported = events.findLast((event) => event.kind === 'reported')
          return {
            id: commitment.id,
            key: commitment.key,
            kind: commitment.kind,
            words: promiseWords(commitment),
            item: commitment.item ? (items.get(commitment.item) ?? null) : null,
            about: commitment.about ? quarterInWords(commitment.about) : null,
            madeOn: commitment.madeOn,
            madeIn: { slug: madeIn.slug, title: madeIn.title },
            due: commitment.kind === 'standing' ? 'always' : dueInWords(due.first, commitment.dueAssumed, firstMonth),
            dueEndOn: due.standing?.endOn ?? null,
            dueAssumed: commitment.dueAssumed,
            movedTo: due.moved ? dueInWords(due.standing, false, firstMonth) : null,
            outcome,
            first: due.first,
            settled: isSettled(commitment, events),
            /** What the last published report said of it; null: none has yet. */
            said: reported?.outcome ?? null,
            evidence: events.findLast((event) => event.evidence !== null)?.evidence ?? null,
            closable:
              !isSettled(commitment, events) &&
              (commitment.kind === 'publication' || commitment.kind === 'other') &&
              outcome !== 'kept' &&
              outcome !== 'kept_late',
          }
        })
        return {
          asOf,
          rows,
          onTime: onTimeRatio(
            rows.filter((row) => row.kind !== 'standing'),
            asOf,
          ),
        }
      }),
    ),

  /** Kept, and customers can see it: for what no item and no report can finish. */
  close: may('edit-reports')
    .input(CloseCommitment)
    .mutation(({ ctx, input }) =>
      change(ctx, input, 'commitments.close', async (tx, recorder) => {
        const { commitment } = await promiseById(tx, input.commitmentId)
        const closed = closeCommitment(commitment, input, ctx.standing.today)
        await addCommitmentEvent(tx, recorder, commitment, { kind: 'closed', ...closed })
        return { id: commitment.id, key: commitment.key }
      }),
    ),
})
