import { readFile } from 'node:fs/promises'
import { expect, expectAccessible, test } from './visit'

test('a manager presses one key, types two words and is at the item', async ({ page, product }) => {
  await page.goto(`${product.example}/quarters`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('/')
  const field = page.getByRole('searchbox', { name: 'Search items, incidents and reports' })
  await expect(field).toBeFocused()
  // In the field it is a letter like any other.
  await page.keyboard.type('and/or')
  await expect(field).toHaveValue('and/or')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nothing here holds “and/or”. A part of a word is enough.')).toBeVisible()

  await field.fill('CÁLL critical')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/search\?q=/)
  await expect(page.getByRole('heading', { name: /^Items/ })).toBeVisible()
  await expectAccessible(page, 'what was found')
  await page.getByRole('link', { name: /^FT-7/ }).click()
  await expect(page.getByRole('heading', { name: 'Harden services that are not critical but call it' })).toBeVisible()
  await page.goBack()
  await expect(field).toHaveValue('CÁLL critical')
})

test('an empty search says what to do', async ({ page, product }) => {
  await page.goto(`${product.example}/search`)
  await expect(page.getByText('Type words of a title')).toBeVisible()
})

test('the list that is shown is the file that is exported', async ({ page, product }) => {
  await page.goto(`${product.example}/items?program=FES&status=open`)
  await expect(page.getByText('5 rows')).toBeVisible()
  const begun = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  const download = await begun
  expect(download.suggestedFilename()).toBe('items-FES-open-2021-07-20.csv')
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(6)
  expect(lines[1]).toMatch(/^FT-7,/)
})
