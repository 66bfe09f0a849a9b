import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './visit'

/** The report that is open in the studio, as the Markdown file a person gets. */
async function exportedMarkdown(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Markdown' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^[a-z0-9-]+\.md$/)
  return readFile(await download.path(), 'utf8')
}

test('from a fresh folder to the exported update, by way of the example', async ({ page, fresh }) => {
  await page.goto(fresh.address)
  await page.getByRole('button', { name: 'Explore the example' }).click()
  await expect(page.getByText('32 of the 37 improvements to the Feature Enablement Service are done')).toBeVisible()

  await page.getByRole('link', { name: 'Reports' }).first().click()
  await page.getByRole('link', { name: 'Keeping our word: Q2 2021 update' }).click()
  await expect(page.getByText('Nothing to look at.')).toBeVisible()
  const markdown = await exportedMarkdown(page)
  for (const words of [
    '# Keeping our word: Q2 2021 update',
    'Figures as of July 20, 2021.',
    '32 of 37 are complete',
    '29 of the 37 are not described here: 26 completed, 3 open.',
    'In July 2021 we will also publish an update to our business continuity and disaster recovery (BC/DR) plans.',
    'Kept, with this update',
  ]) {
    expect(markdown).toContain(words)
  }
})

test('from a fresh folder to an exported update of one’s own', async ({ page, fresh }) => {
  await page.goto(fresh.address)
  await page.getByLabel('Organisation').fill('Northwind')
  await page.getByLabel('Time zone').fill('Europe/Berlin')
  await page.getByRole('button', { name: 'Start empty' }).click()

  await page
    .getByRole('link', { name: /^Programs/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'New program' }).first().click()
  await page.getByLabel('Title').fill('Improvements to billing')
  await page.getByLabel('Key').fill('BIL')
  await page.getByLabel('What customers read').fill('Improvements to billing')
  await page.getByRole('button', { name: 'Create the program' }).click()

  await page.getByRole('button', { name: 'New item' }).click()
  const form = page.getByRole('dialog', { name: 'New item' })
  await form.getByLabel('Title, as you say it inside').fill('Cap the retries of the invoice worker')
  await form.getByLabel('What customers read').fill('Invoices are no longer sent twice.')
  await form.getByRole('button', { name: 'Accept into the program' }).click()
  await expect(page.getByText('0 of 1 done')).toBeVisible()

  await page.getByRole('link', { name: 'Reports' }).first().click()
  await page.getByRole('button', { name: 'New report' }).first().click()
  await page.getByRole('dialog', { name: 'New report' }).getByRole('button', { name: 'Begin the draft' }).click()
  await expect(
    page.getByRole('heading', { level: 1, name: /^Keeping our word: Q\d \d{4} update$/ }).first(),
  ).toBeVisible()
  const markdown = await exportedMarkdown(page)
  expect(markdown).toContain('0 of 1 are complete')
  expect(markdown).toContain('1 of the 1 is not described here: 1 open.')
  expect(markdown).not.toContain('Cap the retries')
})
