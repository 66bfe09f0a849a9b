import type { ColumnEntry, TableEntry } from '../../db/catalogue'
import { archivedTables, archiveFormat, archiveVersion } from './archive-lines'

/** A line of an archive as JSON Schema, read off the tables: what docs/archive.schema.json holds. */
export function archiveSchema() {
  const tables = archivedTables()
  const definitions = ['head', ...tables.map(({ name }) => name), 'last']
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A line of a Followthrough archive',
    description: 'Made from db/schema.ts. How the lines make an archive is in docs/archive.md.',
    anyOf: definitions.map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: {
      head: object({
        format: { const: archiveFormat },
        version: { const: archiveVersion },
        counts: {
          type: 'object',
          properties: Object.fromEntries(tables.map(({ name }) => [name, { type: 'integer', minimum: 0 }])),
          required: ['organization'],
          additionalProperties: false,
        },
      }),
      ...Object.fromEntries(tables.map((entry) => [entry.name, rowSchema(entry)])),
      last: object({ sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } }),
    },
  }
}

const object = (properties: Record<string, object>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

const rowSchema = ({ name, columns }: TableEntry) =>
  object({
    table: { const: name },
    row: {
      type: 'object',
      properties: Object.fromEntries(columns.map((column) => [column.name, cellSchema(column)])),
      // The others may be missing from an older archive.
      required: columns.filter((each) => each.notNull && each.column.default === undefined).map((each) => each.name),
      additionalProperties: false,
    },
  })

function cellSchema(column: ColumnEntry): object {
  const { notNull, refersTo } = column
  const said = refersTo ? { description: `The ${refersTo.column} of a ${refersTo.table} on an earlier line.` } : {}
  const kind = kindSchema(column)
  return notNull || Object.keys(kind).length === 0 ? { ...said, ...kind } : { ...said, anyOf: [kind, { type: 'null' }] }
}

function kindSchema({ kind, words }: ColumnEntry): object {
  if (words) return { enum: words }
  const kinds = {
    text: { type: 'string' },
    day: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    instant: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' },
    int: { type: 'integer' },
    bool: { type: 'boolean' },
    json: {},
    bytes: { type: 'string', contentEncoding: 'base64' },
  } satisfies Record<ColumnEntry['kind'], object>
  return kinds[kind]
}
