import { z } from 'zod'

/** What a user calls something. */
export const Name = z.string().trim().min(1, 'A name is needed.').max(200, 'A name has at most 200 characters.')
