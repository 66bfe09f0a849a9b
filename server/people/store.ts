import { asc } from 'drizzle-orm'
import type { Read, Tx } from '../../db/open'
import { person, service, team } from '../../db/schema'
import { roles } from '../../domain/vocabulary'

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

/** Everyone who can own something, the teams and the services: what pickers and lists name things by. */
export async function directory(read: Read) {
  const people = await read
    .select({ id: person.id, name: person.name, team: person.team, leftOn: person.leftOn })
    .from(person)
    .orderBy(asc(person.name))
  const teams = await read.select().from(team).orderBy(asc(team.name))
  const services = await read
    .select({ id: service.id, key: service.key, name: service.name })
    .from(service)
    .orderBy(asc(service.name))
  return { people, teams, services }
}
