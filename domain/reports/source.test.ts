import fc from 'fast-check'
import { expect, test } from 'vitest'
import { movedPlace, readDirective, writeDirective } from './source'

test.each([
  [':ratio', { colons: 1, name: 'ratio', label: null, given: {} }],
  [':ratio{program=FES}', { colons: 1, name: 'ratio', label: null, given: { program: 'FES' } }],
  [
    ':stated[99.95%]{source="Status page, June" by=SRE}',
    { colons: 1, name: 'stated', label: '99.95%', given: { source: 'Status page, June', by: 'SRE' } },
  ],
  [
    ':::commitment{kind=publication due=2021-07}',
    { colons: 3, name: 'commitment', label: null, given: { kind: 'publication', due: '2021-07' } },
  ],
] as const)('%s is read and written back', (source, written) => {
  expect(readDirective(source)).toEqual(written)
  expect(writeDirective(written)).toBe(source)
})

test('what is no directive is none', () => {
  for (const text of ['', 'ratio', ':', ':::', '5:00am', ':ratio{program=FES', ':ratio and more'])
    expect(readDirective(text)).toBeNull()
})

test('any value survives writing and reading', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (value) => {
      const kept = value.trim()
      fc.pre(kept !== '' && !/[\n\r]/.test(kept))
      const written = writeDirective({ colons: 1, name: 'stated', label: '5', given: { source: value } })
      expect(readDirective(written)?.given.source).toBe(kept)
    }),
  )
})

test('a place that was not touched is found again after typing elsewhere', () => {
  const then = 'We found :count improvements. :ratio are done.'
  const now = 'We have found :count improvements. :ratio are done.'
  const moved = movedPlace(then, now)
  expect(moved(0, 2)).toEqual({ from: 0, to: 2 })
  const count = moved(then.indexOf(':count'), then.indexOf(':count') + 6)
  expect(count && now.slice(count.from, count.to)).toBe(':count')
  expect(movedPlace(':ratio', ':raxtio')(0, 6)).toBeNull()
  expect(movedPlace(':ratio', 'a :ratio b')(0, 6)).toBeNull()
})

test('what is found again reads as before', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), fc.nat(), fc.nat(), (a, b, c, d, x, y) => {
      const [then, now] = [a + b + d, a + c + d]
      const from = Math.min(x, y) % (then.length + 1)
      const to = Math.max(from, Math.max(x, y) % (then.length + 1))
      const found = movedPlace(then, now)(from, to)
      if (found) expect(now.slice(found.from, found.to)).toBe(then.slice(from, to))
    }),
  )
})
