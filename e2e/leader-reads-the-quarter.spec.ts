import { expect, test } from './visit'

test('a leader reads what was promised, what is done, and opens each number down to its rows', async ({
  page,
  product,
}) => {
  await page.goto(`${product.example}/quarters/2021-Q2?asOf=2021-07-20&comparedWith=2021-04-16`)

  await expect(page.getByRole('heading', { level: 1, name: 'Q2 2021' })).toBeVisible()
  await expect(
    page.getByText('32 of the 37 improvements to the Feature Enablement Service are done, 8 more than on April 16'),
  ).toBeVisible()
  await expect(page.getByText('Five are open: two are due in Q3 and three have no date.')).toBeVisible()
  await expect(page.getByText('37 = 32 done + 0 not pursued + 2 in flight + 3 not started')).toBeVisible()
  await expect(
    page.getByRole('heading', { name: '32 of 37 done; the two with a date are due by the end of Q3' }),
  ).toBeVisible()
  await expect(
    page.getByRole('heading', { name: 'Eight more done since April 16; nothing dropped, nothing added' }),
  ).toBeVisible()

  // Every figure opens exactly the rows it counts.
  for (const [figure, rows] of [
    ['Done: 32 of 37, open the rows', 32],
    ['0 overdue, open the rows', 0],
    ['Without a date: 3 , open the rows', 3],
    ['Done in Q2: 3 , open the rows', 3],
    ['Scope: 37 , open the rows', 37],
  ] as const) {
    await page.getByRole('link', { name: figure }).click()
    if (rows === 0) await expect(page.getByText('Nothing matches these filters.')).toBeVisible()
    else await expect(page.getByText(`${rows} rows`, { exact: true })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('heading', { level: 1, name: 'Q2 2021' })).toBeVisible()
  }
})

test('opened plainly a past quarter stands at its last day and says what came since', async ({ page, product }) => {
  await page.goto(`${product.example}/quarters/2021-Q2`)
  await expect(page.getByText('27 of the 37 improvements to the Feature Enablement Service are done')).toBeVisible()
  const since = page.getByRole('link', { name: 'since then: +5' })
  await since.click()
  await expect(page.getByText('5 rows', { exact: true })).toBeVisible()
})

test('the day and the knowledge are chosen, and both stay in the address', async ({ page, product }) => {
  await page.goto(`${product.example}/quarters/2021-Q2`)
  await page.getByRole('button', { name: 'June 30, 2021' }).click()
  await page.getByLabel('As of').fill('2021-07-20')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page).toHaveURL(/asOf=2021-07-20/)
  await expect(page.getByText('32 of the 37')).toBeVisible()

  // What had been written down by April 17 knew of 24, whatever day it is asked about.
  await page.getByRole('button', { name: 'July 20, 2021' }).click()
  await page.getByLabel('As recorded by').fill('2021-04-17')
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByText('24 of the 37')).toBeVisible()
  await expect(page.getByText('Only what was recorded by then is counted.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'July 20, 2021, as recorded by April 17, 2021' })).toBeVisible()
})

test('each chart has its table, and the numbers of both agree', async ({ page, product }) => {
  await page.goto(`${product.example}/quarters/2021-Q2?asOf=2021-07-20&comparedWith=2021-04-16`)
  const bars = page.getByRole('region', { name: /^Eight more done/ }).first()
  await bars.getByRole('button', { name: 'Table' }).click()
  await expect(bars.getByRole('row', { name: '2021-04-16 24 2 11 0 37' })).toBeVisible()
  await expect(bars.getByRole('row', { name: '2021-07-20 32 2 3 0 37' })).toBeVisible()
  const saved = page.waitForEvent('download')
  const burnUp = page.getByRole('region', { name: /^32 of 37 done/ }).first()
  await burnUp.getByRole('button', { name: /^Save as SVG/ }).click()
  expect((await saved).suggestedFilename()).toBe('burn-up 2021-Q2 as of 2021-07-20.svg')
})

test('another scope, another quarter, a future one: the page says what it is about', async ({ page, product }) => {
  await page.goto(`${product.example}/quarters/2021-Q2?asOf=2021-07-20`)
  await page.getByLabel('Programs counted').selectOption('all')
  await expect(page.getByText('35 of the 42 improvements in three programs are done')).toBeVisible()
  await page.getByRole('link', { name: 'Quarter after: Q3 2021' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Q3 2021' })).toBeVisible()
  await page.goto(`${product.example}/quarters/2022-Q1`)
  await expect(page.getByText('This quarter has not begun')).toBeVisible()
  await page.goto(`${product.example}/quarters/2021-Q2?asof=today&asOf=2021-07-20`)
  await expect(page.getByText('Ignored in the address: asof=today')).toBeVisible()
})
