import { configDefaults, defineConfig } from 'vitest/config'

const stored = ['db/**/*.test.ts', 'server/**/*.test.ts']

/** Everything that stores is tested on both engines; `npx vitest run --project sqlite` for the quick one. */
export default defineConfig({
  root: import.meta.dirname,
  test: {
    // More than the machine's two cores only makes each test slower, and the time limits of db/ are real.
    maxWorkers: 2,
    // A test that hangs is found out in half a minute too; five seconds are not enough on a busy machine.
    testTimeout: 30_000,
    projects: [
      { extends: true, test: { name: 'domain', include: ['domain/**/*.test.ts'] } },
      { extends: true, test: { name: 'sqlite', include: stored, setupFiles: ['./db/testing/use-sqlite.ts'] } },
      {
        extends: true,
        test: {
          name: 'postgres',
          include: stored,
          // About files and folders, which PostgreSQL has none of.
          exclude: [...configDefaults.exclude, 'db/sqlite.test.ts', 'db/lock.test.ts'],
          globalSetup: ['./db/testing/postgres.ts'],
          setupFiles: ['./db/testing/use-postgres.ts'],
        },
      },
    ],
  },
})
