import { defineConfig } from 'drizzle-kit'

// `npm run migrations` runs this once per engine. The second variable lets its check write elsewhere.
const postgres = process.env.FOLLOWTHROUGH_DIALECT === 'postgresql'
const migrations = process.env.FOLLOWTHROUGH_MIGRATIONS ?? 'db/migrations'

export default defineConfig({
  dialect: postgres ? 'postgresql' : 'sqlite',
  schema: './db/schema.ts',
  out: `${migrations}/${postgres ? 'postgres' : 'sqlite'}`,
  // The same as at run time in db/sqlite.ts and db/postgres.ts, or the columns would not be found.
  casing: 'snake_case',
})
