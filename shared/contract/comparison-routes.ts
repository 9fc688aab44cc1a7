import { z } from 'zod'
import {
  ComparedColumns,
  Comparison,
  ComparisonPreview,
  ComparisonSpec,
  ReviewChoice,
  ReviewItem,
  ReviewStanding,
} from '../domain/comparison.ts'
import { CaseId, JobId, RunId } from '../domain/ids.ts'
import { NanoUsd } from '../domain/money.ts'
import { CasePart, ColumnRef } from '../domain/verdict.ts'
import { command, query, type Route } from './route.ts'

const Wish = ComparisonSpec.extend({ runId: RunId, budgetNanoUsd: NanoUsd.min(0).nullable().default(null) })
const Pair = ComparedColumns.extend({ runId: RunId })
/** Who reviews; empty = nobody named. */
const Review = Pair.extend({ reviewer: z.string().trim().max(60).default('') })

/** Two columns of a run, case by case: by a judge in both orders, or by people who do not see which is which. */
export const comparisonRoutes = {
  /** What a judge would be asked, and at most cost. */
  'comparisons.preview': query(Wish, ComparisonPreview),
  /** Asks the judge about what it was not asked yet; `budgetNanoUsd` limits this start. */
  'comparisons.start': command(Wish, z.object({ jobId: JobId })),
  /** Of a run's columns against one (null = the first); none of a hold-out that was not looked at. */
  'comparisons.list': query(
    z.object({ runId: RunId, baseline: ColumnRef.nullable().default(null), part: CasePart.default('dev') }),
    z.array(Comparison),
  ),

  /** The next pair of answers to choose between, blind; null when there is none left. */
  'reviews.next': query(
    Review,
    z.object({
      item: ReviewItem.nullable(),
      done: z.number().int().min(0),
      /** Cases whose answers differ. */
      total: z.number().int().min(0),
    }),
  ),
  'reviews.choose': command(Review.extend({ caseId: CaseId, choice: ReviewChoice }), z.object({})),
  /** Takes that person's last choice back. */
  'reviews.undo': command(Review, z.object({})),
  /** What people chose, and how far they agree with scores, judges and each other: shown after reviewing, never during. */
  'reviews.standing': query(Pair, ReviewStanding),
} as const satisfies Record<string, Route>
