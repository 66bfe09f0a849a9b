import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './visit'

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Text of the report' })
const readBy = (page: Page) => page.getByRole('region', { name: 'What customers read' })
const beside = (page: Page) => page.getByRole('region', { name: 'Checks' })

/** The cursor goes behind the last word of the paragraph. */
async function toEndOf(page: Page, words: string) {
  const line = editorOf(page).getByText(words)
  await line.scrollIntoViewIfNeeded()
  const box = await line.boundingBox()
  if (!box) throw new Error(`“${words}” is not in the text`)
  await page.mouse.click(box.x + box.width - 4, box.y + box.height - 8)
}

test('comms reads the draft, mends it, and publishes what customers then read', async ({ page, product }) => {
  await page.goto(`${product.example}/reports`)
  await page.getByRole('link', { name: 'Keeping our word: Q2 2021 update' }).click()

  // Directives stand in the text as what they say, and the article beside it says the same.
  const editor = editorOf(page)
  await expect(editor.getByRole('button', { name: '32 of 37, Done of total' })).toBeVisible()
  await expect(editor.getByRole('button', { name: 'Done, by quarter FES · 6 of 32 by name' })).toBeVisible()
  const article = readBy(page)
  await expect(article.getByText('32 of 37 are complete')).toBeVisible()
  await expect(beside(page).getByText('Nothing to look at.')).toBeVisible()

  // A number opens exactly the rows it counts.
  await article.getByRole('button', { name: /^32 of 37, done of total/ }).click()
  await expect(beside(page).getByText('done of total · FES · as of July 20, 2021')).toBeVisible()
  await beside(page).getByRole('link', { name: 'Open the 32 rows' }).click()
  await expect(page.getByText('32 rows', { exact: true })).toBeVisible()
  await page.goBack()

  // A typed number that no figure says is named, in the article's own words, and gone once it is mended.
  await toEndOf(page, 'are complete.')
  const wrong = ' In all, 31 of 37 are complete.'
  await page.keyboard.type(wrong)
  await expect(beside(page).getByText('“31 of 37” is typed, and no figure of this report says so.')).toBeVisible()
  await expect(article.getByText('In all, 31 of 37 are complete.')).toBeVisible()
  for (const _ of wrong) await page.keyboard.press('Backspace')
  await expect(beside(page).getByText('Nothing to look at.')).toBeVisible()
  await expect(page.getByText(/^Saved, draft \d+$/)).toBeVisible()

  // What is not named is counted: one less named, one more in that line.
  await expect(article.getByText('29 of the 37 are not described here: 26 completed, 3 open.')).toBeVisible()
  await beside(page).getByRole('tab', { name: 'Items' }).click()
  const first = beside(page).getByRole('checkbox', { name: /^Show FT-1,/ })
  await first.uncheck()
  await expect(article.getByText('30 of the 37 are not described here: 27 completed, 3 open.')).toBeVisible()
  await expect(beside(page).getByText(/named items were chosen for this report/)).toBeVisible()
  await first.check()
  await expect(article.getByText('29 of the 37 are not described here')).toBeVisible()
  // Back in its place it is no choice any more: what is worded later appears by itself.
  await expect(beside(page).getByText('Nothing was chosen: every item with approved wording is shown.')).toBeVisible()

  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Markdown' }).click()
  const file = await saved
  expect(file.suggestedFilename()).toMatch(/^q2-2021-update-draft-\d+\.md$/)
  expect(await readFile(await file.path(), 'utf8')).toContain(
    '29 of the 37 are not described here: 26 completed, 3 open',
  )
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Publish' }).click()
  const dialog = page.getByRole('dialog', { name: 'Publish this report' })
  await expect(dialog.getByText('6 of 6 waiting')).toBeVisible()
  await dialog.getByRole('button', { name: 'Publish now' }).click()
  await expect(page.getByText('Published July 20, 2021, version 1')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Show source' })).toHaveCount(0)

  await page.getByRole('link', { name: 'Open the public page' }).click()
  await expect(page).toHaveURL(`${product.example}/updates/q2-2021-update`)
  await expect(page.locator('script')).toHaveCount(0)
  await expect(page.getByText('32 of 37 are complete')).toBeVisible()
  await expect(page.getByText('29 of the 37 are not described here: 26 completed, 3 open.')).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Kept, with this update' })).toBeVisible()
  await page.goto(`${product.example}/updates`)
  await expect(page.getByRole('link', { name: 'Keeping our word: Q2 2021 update' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Keeping our word: Q1 2021 update' })).toBeVisible()
})

test('a chip is opened by keyboard, and its form rewrites the directive', async ({ page, product }) => {
  await page.goto(`${product.example}/reports/q2-2021-update`)
  const editor = editorOf(page)
  await expect(editor.getByRole('button', { name: '32 of 37, Done of total' })).toBeVisible()
  await toEndOf(page, 'are complete.')
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('ArrowLeft')
    const taken = await editor
      .locator('[data-taken]')
      .first()
      .textContent({ timeout: 200 })
      .catch(() => null)
    if (taken === '37 improvements') break
  }
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: 'Count' })
  await expect(form.getByRole('checkbox', { name: /Feature Enablement Service/ })).toBeChecked()
  await form.getByLabel('Of', { exact: true }).selectOption('open')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(readBy(page).getByText('We identified 5 improvements.')).toBeVisible()
  await expect(editor.getByRole('button', { name: '5 improvements, Count' })).toBeVisible()

  // The same text as Markdown; the choice is in the address.
  await page.getByRole('button', { name: 'Show source' }).click()
  await expect(page).toHaveURL(/source=1/)
  await expect(editor.getByText(':count{of=open program=FES noun=improvement}')).toBeVisible()
  await page.keyboard.press('Control+Home')
  await page.getByRole('button', { name: 'Show chips' }).click()

  // A slash at the beginning of a line offers every directive.
  await toEndOf(page, 'are complete.')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.type('/')
  await page.getByRole('menuitem', { name: /^Changes/ }).click()
  await expect(editor.getByRole('button', { name: /^Changes, since the previous report/ })).toBeVisible()
})

test('an error is published only with a reason, and nothing typed is lost', async ({ page, product, context }) => {
  await page.goto(`${product.example}/reports/q2-2021-update`)
  const editor = editorOf(page)
  await expect(editor.getByRole('button', { name: '32 of 37, Done of total' })).toBeVisible()

  // The server is gone while somebody types: the text stays, through a reload too, and is kept once it is back.
  await context.route('**/trpc/reports.write*', (route) => route.abort())
  await toEndOf(page, 'are complete.')
  await page.keyboard.type(' We finished 99 improvements.')
  await expect(page.getByText('Not saved: The server cannot be reached.')).toBeVisible()
  page.once('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await expect(editorOf(page).getByText('We finished 99 improvements.')).toBeVisible()
  await context.unroute('**/trpc/reports.write*')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Saved, draft 2')).toBeVisible()

  await page.getByRole('button', { name: 'Publish' }).click()
  const dialog = page.getByRole('dialog', { name: 'Publish this report' })
  const publish = dialog.getByRole('button', { name: 'Publish although errors stand' })
  await expect(publish).toBeDisabled()
  await dialog.getByLabel('Publish although …').fill('too short')
  await expect(publish).toBeDisabled()
  await dialog.getByLabel('Publish although …').fill('The figure is from last year and is right.')
  await publish.click()
  await expect(page.getByText('Published July 20, 2021, version 1')).toBeVisible()
})

test('somebody else saved meanwhile: both texts are there, and their author chooses', async ({ page, product }) => {
  await page.goto(`${product.example}/reports/q2-2021-update`)
  await expect(editorOf(page).getByRole('button', { name: '32 of 37, Done of total' })).toBeVisible()
  const other = await page.context().newPage()
  await other.goto(`${product.example}/reports/q2-2021-update`)
  await expect(editorOf(other).getByRole('button', { name: '32 of 37, Done of total' })).toBeVisible()
  for (const [each, words] of [
    [other, ' Theirs.'],
    [page, ' Mine.'],
  ] as const) {
    await toEndOf(each, 'are complete.')
    await each.keyboard.type(words)
    if (each === other) await expect(other.getByText('Saved, draft 2')).toBeVisible()
  }
  await expect(page.getByText('Draft 2 was saved in another window meanwhile.')).toBeVisible()
  await page.getByRole('button', { name: 'Look at draft 2' }).click()
  await page.getByRole('button', { name: 'Look draft 2' }).click()
  await expect(page.getByText('are complete. Theirs.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(editorOf(page).getByText('Mine.')).toBeVisible()
  await page.getByRole('button', { name: 'Save mine over it' }).click()
  await expect(page.getByText('Saved, draft 3')).toBeVisible()
})

test('what was published is read as it was said then, and its figures open the rows of then', async ({
  page,
  product,
}) => {
  await page.goto(`${product.example}/reports/q1-2021-update`)
  await expect(page.getByText('Published April 16, 2021, version 1')).toBeVisible()
  // The wording of the cause changed since; what stands here did not.
  await expect(page.getByText('The root cause was an overload')).toBeVisible()
  await page.getByRole('button', { name: /^24 of 37, done of total/ }).click()
  await page.getByRole('link', { name: 'Open the 24 rows' }).click()
  await expect(page.getByText('24 rows', { exact: true })).toBeVisible()
})

test('a new report is begun with what is likely meant, and what it is about can be changed', async ({
  page,
  product,
}) => {
  await page.goto(`${product.example}/reports`)
  await page.getByRole('button', { name: 'New report' }).click()
  const dialog = page.getByRole('dialog', { name: 'New report' })
  await expect(dialog.getByLabel('About the quarter')).toHaveValue('2021-Q2')
  await expect(dialog.getByLabel('Figures as of')).toHaveValue('2021-07-20')
  await dialog.getByRole('checkbox', { name: /Longer-term initiatives/ }).uncheck()
  await dialog.getByRole('button', { name: 'Begin the draft' }).click()
  await expect(editorOf(page).getByRole('button', { name: '32 of 37, Done of total' })).toBeVisible()

  await page.getByRole('button', { name: /about this report$/ }).click()
  const about = page.getByRole('dialog', { name: 'About this report' })
  await about.getByLabel('Title').fill('What we finished by April')
  await about.getByLabel('Figures as of').fill('2021-04-16')
  await about.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'What we finished by April' }).first()).toBeVisible()
  await expect(editorOf(page).getByRole('button', { name: '24 of 37, Done of total' })).toBeVisible()
})

test('a draft begun by mistake is discarded, stays in the list, and comes back whole', async ({ page, product }) => {
  await page.goto(`${product.example}/reports/q2-2021-update`)
  await page.getByRole('button', { name: /about this report/ }).click()
  await page.getByRole('button', { name: 'Discard the draft' }).click()
  await expect(page.getByText('This draft was discarded. Draft 1 is kept as it was')).toBeVisible()
  await page.getByRole('link', { name: 'Reports' }).first().click()
  await expect(page.getByRole('row', { name: /Q2 2021 update.*Discarded/ })).toBeVisible()
  await page.getByRole('link', { name: 'Keeping our word: Q2 2021 update' }).click()
  await page.getByRole('button', { name: 'Restore the draft' }).click()
  await expect(page.getByText('Nothing to look at.')).toBeVisible()
})

test('a typed number becomes a figure of the record, its noun stays', async ({ page, product }) => {
  await page.goto(`${product.example}/reports/q2-2021-update`)
  const editor = editorOf(page)
  await expect(editor.getByRole('button', { name: '32 of 37, Done of total' })).toBeVisible()
  await toEndOf(page, 'are complete.')
  for (const [typed, then] of [
    [' In all, 31 of 37 are complete.', 'In all, 32 of 37 are complete.'],
    [' We are 90% done.', 'We are 86% done.'],
    [' We still have 9 improvements open.', 'We still have 5 improvements open.'],
    [' Of these, 33 improvements are done.', 'Of these, 32 improvements are done.'],
  ] as const) {
    await expect(editor).toBeFocused()
    await page.keyboard.type(typed)
    await expect(readBy(page).getByText(typed.trim())).toBeVisible()
    await beside(page).getByRole('button', { name: 'Use the record’s figure' }).click()
    await expect(readBy(page).getByText(then)).toBeVisible()
    await expect(beside(page).getByText('Nothing to look at.')).toBeVisible()
    await toEndOf(page, 'are complete.')
    await page.keyboard.press('End')
  }
})

test('what became of a promise is asked before it stands in the text', async ({ page, product }) => {
  const warned: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'warning') warned.push(message.text())
  })
  await page.goto(`${product.example}/reports/q2-2021-update`)
  const editor = editorOf(page)
  await expect(editor.getByRole('button', { name: '32 of 37, Done of total' })).toBeVisible()
  await toEndOf(page, 'are complete.')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.type('/')
  await page.getByRole('menuitem', { name: /^Reconcile/ }).click()
  const form = page.getByRole('dialog', { name: 'Reconcile' })
  await form.getByLabel('Promise').selectOption('P-6')
  await expect(form.getByLabel('As', { exact: true })).toHaveValue('')
  await form.getByLabel('Promise').selectOption('P-3')
  await expect(form.getByLabel('As', { exact: true })).toHaveValue('kept')
  await form.getByRole('button', { name: 'Insert' }).click()
  await expect(form).toHaveCount(0)
  await expect(editor).toBeFocused()
  await page.keyboard.type('It is done.')
  await expect(editor.getByRole('button', { name: /^Reconcile P-3/ })).toBeVisible()
  await expect(readBy(page).getByText('It is done.')).toBeVisible()

  // The key opens the menu each time, not only the first.
  for (const _ of [1, 2]) {
    await page.keyboard.press('Control+/')
    await expect(page.getByRole('menuitem', { name: /^Count/ })).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
  }
  expect(warned).toEqual([])
})
