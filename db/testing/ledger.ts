import { sql } from 'drizzle-orm'
import { bool, check, day, engine, enumOf, index, instant, int, json, oneOf, table, text } from '../dialect'
import { migrationsFolder } from './migrations'

/** A small schema with one of everything, so that the tests of the store do not move with the product's tables. */
export const moods = ['calm', 'cross'] as const

export const folder = table('folder', {
  id: text().primaryKey(),
  title: text().notNull(),
})

export const note = table(
  'note',
  {
    id: text().primaryKey(),
    key: text().notNull().unique(),
    folder: text().references(() => folder.id),
    mood: enumOf(moods).notNull(),
    done: bool().notNull().default(false),
    weight: int().notNull().default(0),
    dueOn: day(),
    createdAt: instant(),
    tags: json<{ words: string[]; deep?: { n: number } }>(),
    version: int().notNull().default(1),
  },
  (t) => [
    index('note_due').on(t.dueOn, t.id),
    check('note_weight', sql`${t.weight} >= 0`),
    oneOf('note_mood', t.mood, moods),
  ],
)

export const counter = table('counter', {
  name: text().primaryKey(),
  n: int().notNull(),
})

/** Its reference is checked at the commit only, which is how a commit can be made to fail. */
export const late = table('late', {
  id: text().primaryKey(),
  folder: text().notNull(),
})

const textType = engine === 'postgresql' ? 'text collate "C"' : 'text'
const boolType = engine === 'postgresql' ? 'boolean' : 'integer'
const jsonType = engine === 'postgresql' ? 'jsonb' : 'text'
const no = engine === 'postgresql' ? 'false' : '0'

export const ledgerSql = `
create table folder (id ${textType} primary key, title ${textType} not null);
--> statement-breakpoint
create table note (
  id ${textType} primary key, key ${textType} not null unique, folder ${textType} references folder(id) on delete cascade,
  mood ${textType} not null, done ${boolType} not null default ${no}, weight integer not null default 0,
  due_on ${textType}, created_at ${textType}, tags ${jsonType}, version integer not null default 1,
  constraint note_weight check (weight >= 0), constraint note_mood check (mood in ('calm', 'cross'))
);
--> statement-breakpoint
create index note_due on note (due_on, id);
--> statement-breakpoint
create table counter (name ${textType} primary key, n integer not null);
--> statement-breakpoint
create table late (id ${textType} primary key, folder ${textType} not null references folder(id) deferrable initially deferred);
`

export const ledgerMigrations = migrationsFolder({ '0000_ledger': ledgerSql })
