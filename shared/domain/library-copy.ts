import { z } from 'zod'

/** A file name in the folder of copies, never a path. */
export const CopyName = z.string().regex(/^[\w.-]{1,200}\.sqlite$/, 'Not the name of a copy.')

/** A copy of the whole library, in the folder "backups" beside it. */
export const LibraryCopy = z.object({
  name: CopyName,
  createdAt: z.iso.datetime(),
  bytes: z.number().int(),
  /** Made by hand, before an upgrade, or set aside when another one took its place. */
  kind: z.enum(['kept', 'before-upgrade', 'replaced', 'damaged']),
})
export type LibraryCopy = z.infer<typeof LibraryCopy>

/** What was read out of a damaged library. */
export const RecoveryReport = z.object({
  rows: z.number().int(),
  /** Tables of which something could not be read. */
  incomplete: z.array(z.string()),
  /** Rows that were left out because what they belong to is gone. */
  orphans: z.number().int(),
  /** Where the damaged library is kept. */
  keptAs: z.string(),
})
export type RecoveryReport = z.infer<typeof RecoveryReport>
