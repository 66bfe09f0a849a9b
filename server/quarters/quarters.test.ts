import { expect, test } from 'vitest'
import { freshApp } from '../testing'

test('a quarter that has not begun shows what stands today, and no day that has not come', async () => {
  const { api, given } = await freshApp({ today: '2021-07-20' })
  const period = { fromOn: '2021-07-01', endOn: '2021-09-30', resolution: 'quarter' } as const
  await given.item({ program: await given.program('FES'), target: { period, confidence: 'committed' } })
  const future = await api.quarters.read({ quarter: '2022-Q1' })
  expect(future).toMatchObject({
    asOf: '2021-07-20',
    isFuture: true,
    comparedWith: '2021-06-30',
    dates: { overdue: 0 },
  })
  expect(future.stacked.bars.every((bar) => bar.on <= '2021-07-20')).toBe(true)
})

test('a comparison with a later day is ignored and said to be', async () => {
  const { api, given } = await freshApp()
  await given.item({ program: await given.program('FES') })
  const swapped = await api.quarters.read({ quarter: '2021-Q1', asOf: '2021-03-15', comparedWith: '2021-07-20' })
  expect(swapped).toMatchObject({ comparisonIgnored: true, comparedWith: '2020-12-31' })
})

test('a range that no quarter is cannot become a target', async () => {
  const { api, given } = await freshApp()
  const item = await given.item({ program: await given.program('FES') })
  const target = (
    fromOn: '2021-12-31' | '2021-10-01',
    endOn: '2021-10-01' | '2021-11-30',
    resolution: 'day' | 'quarter',
  ) =>
    api.items.moveTarget({
      itemId: item.id,
      version: item.version,
      target: { period: { fromOn, endOn, resolution }, confidence: 'committed' },
    })
  await expect(target('2021-12-31', '2021-10-01', 'day')).rejects.toMatchObject({ cause: { code: 'not-a-period' } })
  await expect(target('2021-10-01', '2021-11-30', 'quarter')).rejects.toMatchObject({ cause: { code: 'not-a-period' } })
})
