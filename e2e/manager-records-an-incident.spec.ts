import { expect, expectAccessible, expectNoSidewaysScroll, test } from './visit'

test('a manager records an incident, sees how long everything took, and is refused what contradicts itself', async ({
  page,
  product,
}) => {
  await page.goto(`${product.example}/incidents`)
  await page.getByRole('button', { name: 'Record an incident' }).first().click()
  const form = page.getByRole('dialog', { name: 'Record an incident' })
  await form.getByLabel('Title, as you say it inside').fill('Invoices could not be opened')
  await form.getByLabel('Severity').selectOption('sev1')
  await expect(form.getByLabel('Time zone')).toHaveValue('America/Los_Angeles')
  const window = form.getByRole('group', { name: 'Window 1', exact: true })
  await window.getByLabel('From').fill('2021-06-10T23:30')
  await window.getByLabel('To').fill('2021-06-11T01:00')
  const detected = form.getByRole('group', { name: 'Milestone 1', exact: true })
  await detected.getByLabel('When').fill('2021-06-10T23:31')
  await detected.getByLabel('How exactly').selectOption('within')
  const notice = form.getByRole('group', { name: 'Milestone 2', exact: true })
  await notice.getByLabel('When').fill('2021-06-10T23:55')
  await expectAccessible(page, 'the form of a new incident')
  await form.getByRole('button', { name: 'Record the incident' }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'Invoices could not be opened' })).toBeVisible()
  await expect(page.getByText('11:30pm PDT on June 10 to 1:00am PDT on June 11, 2021')).toBeVisible()
  const figures = page.getByRole('region', { name: 'Elapsed times' })
  await expect(figures).toContainText('To detectionwithin 1 minute')
  await expect(figures).toContainText('To first public notice25 minutes')
  await expect(figures).toContainText('To resolution1 hour 30 minutes')
  await expect(page.getByRole('row', { name: '11:55pm PDT First public notice 25 minutes' })).toBeVisible()

  await page.getByRole('button', { name: 'Edit the record' }).click()
  const key = /INC-\d+/.exec(page.url())?.[0] ?? ''
  const edit = page.getByRole('dialog', { name: `Edit ${key}` })
  await edit.getByLabel('Why, as known inside').fill('A migration held a lock.')
  const told = edit.getByRole('group', { name: 'Milestone 2', exact: true })
  await told.getByLabel('When').fill('2021-06-10T23:20')
  await edit.getByRole('button', { name: 'Save the record' }).click()
  await expect(
    told.getByText(
      '“First public notice” is at 11:20pm PDT, before the impact began at 11:30pm PDT. Add when it started, or correct one of them.',
    ),
  ).toBeVisible()
  await expect(told.getByLabel('When')).toBeFocused()
  await expectAccessible(page, 'a refused edit')
  // Nothing that was typed is lost by the refusal.
  await expect(edit.getByLabel('Why, as known inside')).toHaveValue('A migration held a lock.')
  await told.getByLabel('When').fill('2021-06-10T23:50')
  await edit.getByRole('button', { name: 'Save the record' }).click()
  await expect(edit).toHaveCount(0)
  await expect(figures).toContainText('To first public notice20 minutes')
  await expect(page.getByText('A migration held a lock.')).toBeVisible()

  await page.getByRole('link', { name: 'Incidents' }).click()
  await expect(page.getByRole('row', { name: new RegExp(`^${key} Invoices could not be opened`) })).toContainText(
    '20 minutes',
  )
})

test('a time the clocks skipped is refused beside the field, before anything is sent', async ({ page, product }) => {
  await page.goto(`${product.example}/incidents`)
  await page.getByRole('button', { name: 'Record an incident' }).first().click()
  const form = page.getByRole('dialog', { name: 'Record an incident' })
  await form.getByLabel('Title, as you say it inside').fill('A night in March')
  const window = form.getByRole('group', { name: 'Window 1', exact: true })
  await window.getByLabel('From').fill('2021-03-14T02:30')
  await form.getByRole('button', { name: 'Record the incident' }).click()
  await expect(window.getByText('There was no 2:30am on March 14, 2021 in America/Los_Angeles')).toBeVisible()
  await expect(window.getByLabel('From')).toHaveValue('2021-03-14T02:30')
})

test('of two who edit at once the second is told, keeps what was typed, and undoes nothing of the first', async ({
  page,
  context,
  product,
}) => {
  await page.goto(`${product.example}/incidents`)
  await page.getByRole('button', { name: 'Record an incident' }).first().click()
  const form = page.getByRole('dialog', { name: 'Record an incident' })
  await form.getByLabel('Title, as you say it inside').fill('Invoices could not be opened')
  await form.getByRole('button', { name: 'Record the incident' }).click()
  await page.getByRole('button', { name: 'Edit the record' }).click()
  const mine = page.getByRole('dialog', { name: /^Edit INC-/ })
  await mine.getByLabel('Why, as known inside').fill('A migration held a lock.')

  const other = await context.newPage()
  await other.goto(page.url())
  await other.getByRole('button', { name: 'Edit the record' }).click()
  const theirs = other.getByRole('dialog', { name: /^Edit INC-/ })
  await theirs.getByLabel('Severity').selectOption('sev4')
  await theirs.getByRole('button', { name: 'Save the record' }).click()
  await expect(theirs).toHaveCount(0)

  await mine.getByRole('button', { name: 'Save the record' }).click()
  await expect(mine.getByText('was changed meanwhile. Your change was not made')).toBeVisible()
  await expect(mine.getByLabel('Why, as known inside')).toHaveValue('A migration held a lock.')
  // What stands now has arrived behind the form.
  await expect(page.getByText(/INC-\d+ · SEV 4, minor/)).toBeAttached()
  await mine.getByRole('button', { name: 'Save the record' }).click()
  await expect(mine).toHaveCount(0)
  await expect(page.getByText('A migration held a lock.')).toBeVisible()
  await expect(page.getByText('SEV 4, minor')).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`what customers read is worded apart, with figures that follow the record, ${colorScheme}`, async ({
    browser,
    product,
  }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${product.example}/incidents`)
    await page.getByRole('button', { name: 'Record an incident' }).first().click()
    const form = page.getByRole('dialog', { name: 'Record an incident' })
    await form.getByLabel('Title, as you say it inside').fill('Invoices could not be opened')
    const window = form.getByRole('group', { name: 'Window 1', exact: true })
    await window.getByLabel('From').fill('2021-06-10T09:00')
    await window.getByLabel('To').fill('2021-06-10T09:40')
    await form.getByRole('button', { name: 'Add a service' }).click()
    const service = form.getByRole('group', { name: 'Service 1', exact: true })
    await service.getByLabel('Service', { exact: true }).selectOption({ label: 'Deployment tooling' })
    await service.getByLabel('What customers noticed').fill('Invoices did not open.')
    await form
      .getByLabel('Program that follows from it')
      .selectOption({ label: 'Improvements to the Feature Enablement Service' })
    await form.getByRole('button', { name: 'Record the incident' }).click()
    await expect(page.getByText('Invoices did not open.')).toBeVisible()
    await expect(page.getByText('32 of 37 done')).toBeVisible()

    const key = /INC-\d+/.exec(page.url())?.[0] ?? ''
    await page.getByRole('button', { name: 'Edit what customers read' }).click()
    const words = page.getByRole('dialog', { name: `What customers read of ${key}` })
    await words
      .getByLabel('What happened')
      .fill(`For :elapsed{incident=${key} to=resolved}, :window{incident=${key}}, invoices did not open.`)
    await expectAccessible(page, 'the form of the public words')
    await words.getByRole('button', { name: 'Save the words' }).click()
    await expect(page.getByText('For 40 minutes, 9:00am PDT to 9:40am PDT, invoices did not open.')).toBeVisible()

    for (const width of [1280, 390, 320]) {
      await page.setViewportSize({ width, height: 900 })
      for (const route of ['/incidents', `/incidents/${key}`, '/incidents/INC-999']) {
        await page.goto(product.example + route)
        await expect(page.getByRole('main')).toBeVisible()
        await expect(page.getByText(/^Loading/)).toHaveCount(0)
        await expectAccessible(page, `${route}, ${width}`)
        await expectNoSidewaysScroll(page, `${route}, ${width}`)
      }
    }
    await context.close()
  })
}
