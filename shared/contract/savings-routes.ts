import { z } from 'zod'
import { ExportedFile, ExportedFiles } from '../domain/exported-file.ts'
import { JobId, ModelId, RunId } from '../domain/ids.ts'
import { NanoUsd } from '../domain/money.ts'
import { OwnRules, OwnRulesReport } from '../domain/own-rules.ts'
import { SavingsReport, SavingsWish, Waterfall, WaterfallOrder } from '../domain/savings.ts'
import { SpendBuckets } from '../domain/spend-bucket.ts'
import { SegmentSpend } from '../domain/spend-segment.ts'
import { UpgradeReport, UpgradeWish } from '../domain/upgrade.ts'
import { command, query, type Route } from './route.ts'

const Embed = z.object({ runId: RunId, modelId: ModelId })

/** What could be saved, by recorded runs. */
export const savingsRoutes = {
  /** Null while the project has no run with answers. */
  'savings.report': query(SavingsWish, SavingsReport.nullable()),
  /** What the parts of the prompt in production cost of an average call; null while no run has priced answers. */
  'savings.segments': query(SavingsWish, SegmentSpend.nullable()),
  /** What of a month is paid for repeated context, too large a model and too long answers; null while no run has priced answers. */
  'savings.buckets': query(SavingsWish, SpendBuckets.nullable()),
  'savings.waterfall': query(
    SavingsWish.extend({
      /** Null = those that the report takes. */
      leverIds: z.array(z.string()).max(100).nullable().default(null),
      order: WaterfallOrder.default('best'),
    }),
    Waterfall.nullable(),
  ),
  /** What asking an embedding model for vectors of a run's cases takes, by our count of tokens; null = unpriced. Sends nothing. */
  'savings.embed-price': query(
    Embed,
    z.object({ known: z.number().int(), calls: z.number().int(), costNanoUsd: NanoUsd.nullable() }),
  ),
  /** Asks for those that are not stored, on the ledger and within the limits; `budgetNanoUsd` limits this start. */
  'savings.embed': command(
    Embed.extend({ budgetNanoUsd: NanoUsd.min(0).nullable().default(null) }),
    z.object({ jobId: JobId }),
  ),
  /** What a lever settled as a file, by a plug-in of shared/savings/exports; `conflict` where it cannot be written so. */
  'savings.export': query(SavingsWish.extend({ leverId: z.string(), exportId: z.string() }), ExportedFiles),
  /** What rules of the user's would answer, and how well; null while the project has no run with answers. */
  'savings.try-rules': query(SavingsWish.extend({ rules: OwnRules }), OwnRulesReport.nullable()),
  /** What moving today's prompt to another model would mean; null while the project has no run with answers. */
  'savings.upgrade': query(UpgradeWish, UpgradeReport.nullable()),
  /** The same as a record for people. */
  'savings.upgrade-record': query(UpgradeWish, ExportedFile),
} as const satisfies Record<string, Route>
