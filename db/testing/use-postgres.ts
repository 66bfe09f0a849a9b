import { inject } from 'vitest'
// For its declaration of what is provided.
import type {} from './postgres'

// Before any module of db/ is loaded: db/dialect.ts looks at it once.
process.env.DATABASE_URL = inject('databaseUrl')
