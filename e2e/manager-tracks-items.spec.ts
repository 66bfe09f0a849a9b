import { expect, test } from './visit'

test('a manager finds the items of a program, opens one with a key, and moves on', async ({ page, product }) => {
  await page.goto(`${product.example}/items?program=FES`)
  await expect(page.getByText('32 of 37 done')).toBeVisible()
  await expect(page.getByRole('row', { name: /^Due Q3 2021\s*0 of 2 done/ })).toBeVisible()
  await expect(page.getByText('37 = 32 done + 0 not pursued + 2 in flight + 3 not started')).toBeVisible()

  await page.keyboard.press('j')
  const panel = page.getByRole('complementary', { name: 'Item FT-7' })
  await expect(panel.getByRole('heading', { name: 'Harden services that are not critical but call it' })).toBeVisible()
  await expect(
    panel.getByText('Hardening the less critical services that rely on the Feature Enablement Service.'),
  ).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('complementary', { name: 'Item FT-8' })).toBeVisible()
  await expect(page).toHaveURL(/peek=FT-8/)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: /^Item/ })).toHaveCount(0)
})

test('completing, seeing every number follow, and taking it back', async ({ page, product }) => {
  await page.goto(`${product.example}/items?program=FES`)
  await page.getByRole('button', { name: 'Status of FT-35: accepted' }).click()
  await page.getByRole('menuitem', { name: 'Complete', exact: true }).click()
  await expect(page.getByText('33 of 37 done')).toBeVisible()
  await expect(page.getByText('37 = 33 done + 0 not pursued + 2 in flight + 2 not started')).toBeVisible()

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('32 of 37 done')).toBeVisible()
})

test('a priority action is not done without evidence or a word on why there is none', async ({ page, product }) => {
  await page.goto(`${product.example}/items/FT-7`)
  await page.getByRole('button', { name: 'Complete', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Complete FT-7' })
  await form.getByRole('button', { name: 'Complete' }).click()
  await expect(
    form.getByText('FT-7 is a priority action. Add a link to the evidence, or say why there is none.'),
  ).toBeVisible()
  await form.getByLabel('Evidence', { exact: true }).fill('https://example.com/drill-report')
  await form.getByRole('button', { name: 'Complete' }).click()
  await expect(form).toHaveCount(0)
  await expect(page.getByText('example.com/drill-report')).toBeVisible()
  await expect(page.getByText('Done').first()).toBeVisible()
})

test('a target is typed as people say it; a later one asks why, and is remembered', async ({ page, product }) => {
  await page.goto(`${product.example}/items?program=FES`)
  await page.getByRole('button', { name: 'Target of FT-8: Q3 2021' }).click()
  const editor = page.getByRole('dialog', { name: 'Target of FT-8' })
  await editor.getByLabel('Target of FT-8').fill('someday')
  await expect(editor.getByText('“someday” is not a date we can read.')).toBeVisible()
  await editor.getByLabel('Target of FT-8').fill('Q4 2021')
  await expect(editor.getByText('moved from Q3 2021 to Q4 2021, 92 days later')).toBeVisible()
  await editor.getByRole('button', { name: 'Move target' }).click()
  await expect(editor.getByText('Choose the reason; it stays in the record.')).toBeVisible()
  await editor.getByLabel('Why it moves').selectOption('dependency')
  await editor.getByRole('button', { name: 'Move target' }).click()
  await expect(editor).toHaveCount(0)
  await expect(page.getByRole('row', { name: /^Due Q4 2021/ })).toBeVisible()

  await page.goto(`${product.example}/items/FT-8`)
  await expect(page.getByText('moved once, 92 days')).toBeVisible()
  await expect(page.getByText('Waiting on a dependency')).toBeVisible()
  await page.goto(`${product.example}/quarters/2021-Q3?comparedWith=2021-06-30`)
  await expect(page.getByRole('link', { name: '1 moved since June 30, open the rows' })).toBeVisible()
})

test('what is not pursued stays in the total', async ({ page, product }) => {
  await page.goto(`${product.example}/items?program=FES&status=open`)
  await page.getByRole('button', { name: 'Status of FT-36: accepted' }).click()
  await page.getByRole('menuitem', { name: 'Do not pursue…' }).click()
  const form = page.getByRole('dialog', { name: 'Do not pursue FT-36' })
  await form.getByRole('button', { name: 'Do not pursue' }).click()
  await expect(form.getByText('Say why FT-36 is not pursued.')).toBeVisible()
  await form.getByLabel('Why', { exact: true }).fill('The component was retired.')
  await form.getByRole('button', { name: 'Do not pursue' }).click()
  await expect(page.getByText('32 of 37 done (1 not pursued)')).toBeVisible()
  await expect(page.getByText('37 = 32 done + 1 not pursued + 2 in flight + 2 not started')).toBeVisible()
})

test('a new item joins a governed scope with a reason and an approver, and the scope line says so', async ({
  page,
  product,
}) => {
  await page.goto(`${product.example}/items?program=FES`)
  await expect(page.getByText('32 of 37 done')).toBeVisible()
  await page.keyboard.press('c')
  const form = page.getByRole('dialog', { name: 'New item' })
  await form.getByLabel('Title, as you say it inside').fill('Rehearse the failover twice a year')
  await form.getByLabel('Target').fill('Q4 2021')
  await form.getByLabel('Why it joins').selectOption('customer_request')
  await form.getByLabel('Approved by').selectOption({ label: 'Priya Nair' })
  await form.getByRole('button', { name: 'Accept into the program' }).click()
  await expect(page.getByRole('complementary', { name: 'Item FT-44' })).toBeVisible()
  await expect(page.getByText('32 of 38 done')).toBeVisible()

  await page.goto(`${product.example}/programs/FES`)
  await expect(page.getByText('38 = 37 at the baseline + 1 added − 0 removed')).toBeVisible()
  await expect(page.getByText('A customer asked, approved by Priya Nair')).toBeVisible()
  // Adding today changes no past point.
  await page.goto(`${product.example}/programs/FES?asOf=2021-04-16`)
  await expect(page.getByText('37 = 24 done + 0 not pursued + 2 in flight + 11 not started')).toBeVisible()
})

test('a newcomer starts empty: an organisation, a program, an item, a count', async ({ page, server }) => {
  await page.goto(server.address)
  await expect(page).toHaveURL(/\/welcome$/)
  await page.getByLabel('Organisation').fill('Northwind Telecom')
  await page.getByLabel('Time zone').fill('Atlantis/Capital')
  await page.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByText('“Atlantis/Capital” is not a time zone.')).toBeVisible()
  await expect(page.getByLabel('Organisation')).toHaveValue('Northwind Telecom')
  await page.getByLabel('Time zone').fill('Europe/Berlin')
  await page.getByRole('button', { name: 'Start empty' }).click()
  await expect(page.getByText('Nothing has been promised yet.')).toBeVisible()

  await page.getByRole('link', { name: 'Programs' }).click()
  await page.getByRole('button', { name: 'New program' }).first().click()
  const form = page.getByRole('dialog', { name: 'New program' })
  await form.getByLabel('Title').fill('Improvements to the billing service')
  await form.getByLabel('Key').fill('bil')
  await form.getByRole('button', { name: 'Create the program' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Improvements to the billing service' })).toBeVisible()
  await page.getByRole('button', { name: 'New item' }).click()
  const item = page.getByRole('dialog', { name: 'New item' })
  await item.getByLabel('Title, as you say it inside').fill('Retry with a budget')
  await item.getByRole('button', { name: 'Accept into the program' }).click()
  await expect(page.getByText('1 = 0 done + 0 not pursued + 0 in flight + 1 not started')).toBeVisible()
})

test('what is being written survives what happens around it', async ({ page, product }) => {
  await page.goto(`${product.example}/items/FT-42`)
  await page.getByRole('button', { name: 'Edit the words inside' }).click()
  await page.getByLabel('Description inside').fill('A first thought, not saved yet.')
  await page.getByLabel('Owner of FT-42').selectOption({ label: 'Mara Lind' })
  await expect(page.getByText('FT-42 has another owner.')).toBeVisible()
  await expect(page.getByLabel('Description inside')).toHaveValue('A first thought, not saved yet.')
  await page.keyboard.press('Escape')
  await expect(page.getByLabel('Description inside')).toHaveValue('A first thought, not saved yet.')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('A first thought, not saved yet.')).toBeVisible()

  await page.goto(`${product.example}/items`)
  await page.getByRole('button', { name: 'New item' }).click()
  await page.getByLabel('Title, as you say it inside').fill('Half a title')
  await page.keyboard.press('Escape')
  await expect(page.getByText('What you typed is not saved. Close once more to discard it.')).toBeVisible()
  await expect(page.getByLabel('Title, as you say it inside')).toHaveValue('Half a title')
})

test('two people change one item: the second sees what stands and nothing is overwritten unseen', async ({
  browser,
  product,
}) => {
  const context = await browser.newContext()
  const [mine, theirs] = [await context.newPage(), await context.newPage()]
  for (const page of [mine, theirs]) await page.goto(`${product.example}/items/FT-43`)
  await mine.getByRole('button', { name: 'Edit what customers read' }).click()
  await mine.getByLabel('What customers read').fill('My wording.')
  await theirs.getByRole('button', { name: 'Edit what customers read' }).click()
  await theirs.getByLabel('What customers read').fill('Their wording.')
  await theirs.getByRole('button', { name: 'Save' }).click()
  await expect(theirs.getByText('Their wording.')).toBeVisible()
  await mine.getByRole('button', { name: 'Save' }).click()
  await expect(mine.getByText('Somebody changed this meanwhile to: “Their wording.”.')).toBeVisible()
  await expect(mine.getByLabel('What customers read')).toHaveValue('My wording.')
  await mine.getByRole('button', { name: 'Keep mine and go on' }).click()
  await mine.getByRole('button', { name: 'Save' }).click()
  await expect(mine.getByText('My wording.')).toBeVisible()
  await context.close()
})

test('a proposal joins a program on its page and is counted from then on', async ({ page, product }) => {
  await page.goto(`${product.example}/items`)
  await page.getByRole('button', { name: 'New item' }).click()
  const form = page.getByRole('dialog', { name: 'New item' })
  await form.getByLabel('Title, as you say it inside').fill('Watch the cache hit rate')
  await form.getByLabel('Target').fill('Q9')
  await form.getByRole('button', { name: 'Propose' }).click()
  await expect(form.getByText('“Q9” is not a date we can read.')).toBeVisible()
  await form.getByLabel('Target').fill('')
  await form.getByRole('button', { name: 'Propose' }).click()
  const panel = page.getByRole('complementary', { name: 'Item FT-44' })
  await expect(panel.getByText('none: counted nowhere')).toBeVisible()
  await panel.getByRole('button', { name: 'Add to a program' }).click()
  const scope = page.getByRole('dialog', { name: 'Add FT-44 to a program' })
  await scope.getByLabel('Program').selectOption({ label: 'Improvements to the Feature Enablement Service' })
  await scope.getByRole('button', { name: 'Add it' }).click()
  await expect(page.getByText('FT-44 was added to FES.')).toBeVisible()
  await page.goto(`${product.example}/programs/FES`)
  await expect(page.getByText('38 = 37 at the baseline + 1 added − 0 removed')).toBeVisible()
})

test('an address with mistakes in it shows the list and says what it left out', async ({ page, product }) => {
  await page.goto(`${product.example}/items?program=FES&status=bogus&asOf=2021-13-40&sort=nope`)
  await expect(page.getByText('32 of 37 done')).toBeVisible()
  await expect(page.getByText('Ignored in the address: status=bogus, asOf=2021-13-40, sort=nope.')).toBeVisible()
  await page.goto(`${product.example}/items?program=FES&asOf=2021-04-01&sort=owner`)
  await expect(page.getByText('3 of 37 done')).toBeVisible()
})
