import { z } from 'zod'
import { CopyName, LibraryCopy, RecoveryReport } from '../domain/library-copy.ts'
import { command, query, type Route } from './route.ts'

/** The library's file as a whole. No route names a path: copies are told by their names in one folder. */
export const libraryRoutes = {
  /** Newest first. */
  'library.copies': query(z.object({}), z.array(LibraryCopy)),
  'library.back-up': command(z.object({}), LibraryCopy),
  /** The library becomes that copy; the present one is kept as a copy itself. Refused while work is under way. */
  'library.restore': command(z.object({ name: CopyName }), z.object({ keptAs: z.string() })),
  /** Makes a new library of what can be read of a damaged one, which is kept as a copy. */
  'library.recover': command(z.object({}), RecoveryReport),
  /** What SQLite finds wrong with the file; empty = sound. Reads all of it. */
  'library.check': query(z.object({}), z.object({ problems: z.array(z.string()) })),
} as const satisfies Record<string, Route>
