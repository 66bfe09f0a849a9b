import fc from 'fast-check'
import { expect, test } from 'vitest'
import { itemStatuses, wordingStates } from '../vocabulary'
import { compileReport } from './compile'
import { factsOf } from './testing/facts'

/** Items in every state, in one program or two, some that nobody described and some that never end. */
const items = fc.array(
  fc.record({
    status: fc.constantFrom(...itemStatuses.filter((status) => status !== 'proposed')),
    placeholder: fc.boolean(),
    continuous: fc.boolean(),
    wordingState: fc.constantFrom(...wordingStates),
    programs: fc.constantFrom(['FES'], ['XSV'], ['FES', 'XSV']),
  }),
  { maxLength: 40 },
)
const programs = ['FES', 'XSV'].map((key) => ({
  id: `id-${key}`,
  key,
  kind: 'remediation' as const,
  title: key,
  notePublic: null,
  baselineOn: null,
}))

test('whatever is named and whatever is not described add up to the total, for each program and for both', () => {
  fc.assert(
    fc.property(items, fc.array(fc.nat(39)), (told, chosen) => {
      const facts = factsOf(
        told.map((item, at) => ({ ...item, key: `FT-${at + 1}` })),
        { programs, chosen: [...new Set(chosen)].filter((at) => at < told.length).map((at) => `id-FT-${at + 1}`) },
      )
      for (const scope of ['FES', 'XSV', 'FES,XSV']) {
        const source = `::items{program=${scope} state=done}\n\n::items{program=${scope} state=open}\n\n::items{program=${scope} state=dropped}\n\n::not-itemised{program=${scope}}\n\n:count{of=total program=${scope}}`
        const { model } = compileReport(source, facts)
        const summed = (of: string) =>
          model.claims.filter((claim) => claim.query.of === of).reduce((sum, claim) => sum + Number(claim.value), 0)
        const { total, done, open, dropped } = facts.figures.counts(scope.split(','))
        const named = new Set(model.printed.map((each) => each.item))
        const counted = facts.items.filter((item) => named.has(item.id) && !item.continuous).length
        expect(summed('total')).toBe(total)
        expect(counted + summed('not-itemised-total')).toBe(total)
        expect(
          summed('not-itemised-completed') + summed('not-itemised-open') + summed('not-itemised-not pursued'),
        ).toBe(summed('not-itemised-total'))
        expect(done + open + dropped).toBe(total)
        // Every claim holds as many rows as it says.
        for (const claim of model.claims)
          if (typeof claim.value === 'number') expect(claim.rows, claim.words).toHaveLength(claim.value)
      }
    }),
    { numRuns: 300 },
  )
})
