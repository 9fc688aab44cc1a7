import type { CoreContext } from '../core-context.ts'
import type { Handlers } from '../dispatch.ts'
import { appHandlers } from './app.ts'
import { batchHandlers } from './batches.ts'
import { breakdownHandlers } from './breakdown.ts'
import { bundleHandlers } from './bundles.ts'
import { caseHandlers } from './cases.ts'
import { comparisonHandlers } from './comparisons.ts'
import { compressHandlers } from './compress.ts'
import { draftHandlers } from './drafts.ts'
import { evalSetHandlers } from './eval-sets.ts'
import { exportHandlers } from './exports.ts'
import { importHandlers } from './imports.ts'
import { jobHandlers } from './jobs.ts'
import { judgeHandlers } from './judges.ts'
import { libraryHandlers } from './library.ts'
import { modelHandlers } from './models.ts'
import { partialHandlers } from './partials.ts'
import { priceHandlers } from './prices.ts'
import { projectHandlers } from './projects.ts'
import { promptHandlers } from './prompts.ts'
import { providerHandlers } from './providers.ts'
import { reportHandlers } from './reports.ts'
import { resultHandlers } from './results.ts'
import { runHandlers } from './runs.ts'
import { savingsHandlers } from './savings.ts'
import { schemaHandlers } from './schemas.ts'
import { scorerHandlers } from './scorers.ts'
import { settingsHandlers } from './settings.ts'
import { spendHandlers } from './spend.ts'
import { squeezeHandlers } from './squeeze.ts'
import { tokenHandlers } from './tokens.ts'
import { usageHandlers } from './usage.ts'
import { variantHandlers } from './variants.ts'
import { verdictHandlers } from './verdicts.ts'

/** One handler for every route; a route without one does not compile. */
export function createHandlers(core: CoreContext): Handlers {
  return {
    ...appHandlers(core),
    ...libraryHandlers(core),
    ...projectHandlers(core),
    ...promptHandlers(core),
    ...variantHandlers(core),
    ...partialHandlers(core),
    ...draftHandlers(core),
    ...compressHandlers(core),
    ...breakdownHandlers(core),
    ...evalSetHandlers(core),
    ...caseHandlers(core),
    ...importHandlers(core),
    ...bundleHandlers(core),
    ...schemaHandlers(),
    ...scorerHandlers(core),
    ...modelHandlers(core),
    ...priceHandlers(core),
    ...providerHandlers(core),
    ...settingsHandlers(core),
    ...exportHandlers(core),
    ...reportHandlers(core),
    ...runHandlers(core),
    ...batchHandlers(core),
    ...jobHandlers(core),
    ...resultHandlers(core),
    ...savingsHandlers(core),
    ...spendHandlers(core),
    ...squeezeHandlers(core),
    ...tokenHandlers(core),
    ...usageHandlers(core),
    ...verdictHandlers(core),
    ...judgeHandlers(core),
    ...comparisonHandlers(core),
  }
}
