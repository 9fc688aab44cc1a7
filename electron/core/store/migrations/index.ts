import type { Migration } from '../migrate.ts'
import { migration0001 } from './0001-library.ts'
import { migration0002 } from './0002-runs.ts'

/** In order; an applied one is never changed again, only followed by the next. */
export const migrations: readonly Migration[] = [migration0001, migration0002]
