import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { engine } from '../dialect'

/** The text of each migration by its name, in order; statements are separated as drizzle-kit does it. */
export type MigrationTexts = Record<string, string>

/** A folder as drizzle-kit writes it, for the engine under test. It stays until the test file is done. */
export function migrationsFolder(texts: MigrationTexts): string {
  const root = mkdtempSync(join(tmpdir(), 'followthrough-migrations-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  writeMigrations(root, texts)
  return root
}

export function writeMigrations(root: string, texts: MigrationTexts): void {
  const folder = join(root, engine === 'postgresql' ? 'postgres' : 'sqlite')
  mkdirSync(join(folder, 'meta'), { recursive: true })
  const entries = Object.keys(texts).map((tag, idx) => ({ idx, version: '7', when: 1 + idx, tag, breakpoints: true }))
  writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ version: '7', dialect: engine, entries }))
  for (const [tag, text] of Object.entries(texts)) writeFileSync(join(folder, `${tag}.sql`), text)
}
