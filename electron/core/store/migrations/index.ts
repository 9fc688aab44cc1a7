import type { Migration } from '../migrate.ts'
import { migration0001 } from './0001-library.ts'
import { migration0002 } from './0002-runs.ts'
import { migration0003 } from './0003-budgets.ts'
import { migration0004 } from './0004-batches.ts'
import { migration0005 } from './0005-draft-snapshots.ts'
import { migration0006 } from './0006-verdicts.ts'
import { migration0007 } from './0007-limits-and-tiers.ts'
import { migration0008 } from './0008-token-counts.ts'
import { migration0009 } from './0009-squeezes.ts'
import { migration0010 } from './0010-unknown-attempts.ts'
import { migration0011 } from './0011-judge-calls.ts'
import { migration0012 } from './0012-partials.ts'
import { migration0013 } from './0013-tool-calls.ts'
import { migration0014 } from './0014-run-judges.ts'
import { migration0015 } from './0015-other-models.ts'
import { migration0016 } from './0016-case-imports.ts'
import { migration0017 } from './0017-count-samples.ts'
import { migration0018 } from './0018-comparisons.ts'
import { migration0019 } from './0019-grid.ts'
import { migration0020 } from './0020-partial-texts.ts'
import { migration0021 } from './0021-code-rights.ts'
import { migration0022 } from './0022-usage-logs.ts'
import { migration0023 } from './0023-marked-replies.ts'
import { migration0024 } from './0024-week-budgets.ts'
import { migration0025 } from './0025-log-probabilities.ts'
import { migration0026 } from './0026-budget-rules.ts'
import { migration0027 } from './0027-log-owners.ts'
import { migration0028 } from './0028-case-embeddings.ts'
import { migration0029 } from './0029-cut-answers.ts'

/** In order; an applied one is never changed again, only followed by the next. */
export const migrations: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
  migration0011,
  migration0012,
  migration0013,
  migration0014,
  migration0015,
  migration0016,
  migration0017,
  migration0018,
  migration0019,
  migration0020,
  migration0021,
  migration0022,
  migration0023,
  migration0024,
  migration0025,
  migration0026,
  migration0027,
  migration0028,
  migration0029,
]
