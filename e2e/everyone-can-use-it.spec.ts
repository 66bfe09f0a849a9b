import { expect, expectAccessible, expectNoSidewaysScroll, expectNothingSqueezed, test } from './visit'

const routes = [
  '/items?program=FES',
  '/items?program=FES&peek=FT-7',
  '/items?due=overdue&colour=red',
  '/items/FT-8',
  '/items/FT-999',
  '/search?q=service',
  '/search?q=nothing+at+all',
  '/incidents',
  '/incidents/INC-1',
  '/promises',
  '/updates',
  '/updates/q1-2021-update',
  '/programs',
  '/programs/FES',
  '/quarters/2021-Q2?asOf=2021-07-20&comparedWith=2021-04-16',
  '/quarters/2022-Q1',
  '/reports',
  '/reports/q2-2021-update',
  '/reports/q2-2021-update?source=1',
  '/reports/q1-2021-update',
  '/reports/february-26-disruption',
  '/nowhere',
]

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390, 320]) {
    test(`every page, ${colorScheme}, ${width} px wide`, async ({ browser, product }) => {
      // Over twenty pages, each looked through by axe: minutes on a machine that has other things to do.
      test.setTimeout(180_000)
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
      const page = await context.newPage()
      for (const route of [...routes.map((path) => product.example + path), `${product.address}/welcome`]) {
        await page.goto(route)
        await expect(page.getByRole('main').first()).toBeVisible()
        await expect(page.getByText(/^Loading/)).toHaveCount(0)
        await expectAccessible(page, route)
        await expectNoSidewaysScroll(page, route)
        await expectNothingSqueezed(page, route)
      }
      await context.close()
    })
  }

  test(`what opens over a page, ${colorScheme}`, async ({ browser, product }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${product.example}/items?program=FES`)
    await page.getByRole('button', { name: 'Status of FT-35: accepted' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    await expectAccessible(page, 'the status menu')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('button', { name: 'Status of FT-35: accepted' })).toBeFocused()
    await page.getByRole('button', { name: 'Target of FT-8: Q3 2021' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'the target editor')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '+ filter' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'the filters')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'New item' }).click()
    await expect(page.getByRole('dialog', { name: 'New item' })).toBeVisible()
    await expectAccessible(page, 'the form of a new item')
    await page.keyboard.press('Escape')
    await page.goto(`${product.example}/quarters/2021-Q2`)
    await page.getByRole('button', { name: 'Table' }).first().click()
    await page.getByRole('button', { name: 'June 30, 2021' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'the choice of the day')
    await page.goto(`${product.example}/reports`)
    await page.getByRole('button', { name: 'New report' }).click()
    await expect(page.getByRole('dialog', { name: 'New report' })).toBeVisible()
    await expectAccessible(page, 'the form of a new report')
    await page.goto(`${product.example}/reports/q2-2021-update`)
    for (const tab of ['Promises 6', 'Items', 'Changes']) {
      await page.getByRole('tab', { name: tab }).click()
      await expectAccessible(page, `beside the text: ${tab}`)
    }
    await page.getByRole('button', { name: /^32 of 37, done of total/ }).click()
    await expect(page.getByRole('link', { name: 'Open the 32 rows' })).toBeVisible()
    await page.getByRole('button', { name: '32 of 37, Done of total', exact: true }).click()
    await expect(page.getByRole('dialog', { name: 'Done of total' })).toBeVisible()
    await expectAccessible(page, 'the form of a chip')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Insert' }).click()
    await expect(page.getByRole('menu')).toBeVisible()
    await expectAccessible(page, 'what can be inserted')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Draft 1' }).click()
    await expect(page.getByRole('dialog', { name: 'Drafts' })).toBeVisible()
    await expectAccessible(page, 'the drafts')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Publish' }).click()
    await expect(page.getByRole('dialog', { name: 'Publish this report' })).toBeVisible()
    await expectAccessible(page, 'publishing')
    await context.close()
  })
}
