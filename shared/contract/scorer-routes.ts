import { z } from 'zod'
import { CaseContent } from '../domain/eval-set.ts'
import { ModelId, ProjectId } from '../domain/ids.ts'
import { NanoUsd } from '../domain/money.ts'
import { Assertion, AssertionResult } from '../domain/score.ts'
import { command, query, type Route } from './route.ts'

const TriedOutput = z.object({
  assertion: Assertion,
  output: z.string().max(4_000_000),
  evalCase: CaseContent.nullable(),
})

/** What an assertion says of an output before there is a run. */
export const scorerRoutes = {
  'scorers.try': query(TriedOutput, AssertionResult),
  /** What asking the assertion's judge or embedding model about one output takes at most; null = unpriced. Sends nothing. */
  'scorers.price': query(
    TriedOutput,
    z.object({ modelIds: z.array(ModelId), calls: z.number().int(), costHighNanoUsd: NanoUsd.nullable() }),
  ),
  /** Asks it, on the ledger and within the limits; what was paid now, 0 from the cache, null = unpriced. */
  'scorers.try-paid': command(
    TriedOutput.extend({ projectId: ProjectId }),
    z.object({ result: AssertionResult, costNanoUsd: NanoUsd.nullable() }),
  ),
} as const satisfies Record<string, Route>
