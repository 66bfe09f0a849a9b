import { asc, inArray } from 'drizzle-orm'
import type { Read, Tx } from '../../db/open'
import { person, service, team } from '../../db/schema'
import { roles } from '../../domain/vocabulary'
import { idSlots, inIdSlots } from '../id-slots'

/**
 * The person at this machine until sign-in exists: holds every role, and becomes the first administrator when the
 * workspace is claimed.
 */
export const localPersonId = '00000000-0000-7000-8000-000000000001'

export async function insertLocalPerson(tx: Tx, name: string) {
  await tx
    .insert(person)
    .values({ id: localPersonId, name, roles: [...roles], state: 'active' })
    .onConflictDoNothing()
    .returning()
}

/** What people are called, by id. */
export async function namesOfPeople(read: Read, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  for (const part of inIdSlots(ids)) {
    const rows = await read
      .prepared('people-names', (r) =>
        r.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, idSlots)),
      )
      .execute(part)
    for (const row of rows) names.set(row.id, row.name)
  }
  return names
}

/** Everyone who can own something, the teams and the services: what pickers and lists name things by. */
export async function directory(read: Read) {
  const people = await read
    .prepared('directory-people', (r) =>
      r
        .select({ id: person.id, name: person.name, team: person.team, leftOn: person.leftOn })
        .from(person)
        .orderBy(asc(person.name)),
    )
    .execute()
  const teams = await read.prepared('directory-teams', (r) => r.select().from(team).orderBy(asc(team.name))).execute()
  const services = await read
    .prepared('directory-services', (r) =>
      r.select({ id: service.id, key: service.key, name: service.name }).from(service).orderBy(asc(service.name)),
    )
    .execute()
  return { people, teams, services }
}
