import { z } from 'zod'
import { Text } from './vocabulary.input'

export const FindAnything = z.object({
  text: Text(200),
  limit: z.int().min(1).max(50).default(50),
})
