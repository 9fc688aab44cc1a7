import { z } from 'zod'

const Count = z.number().int().min(0)

/** How much of each kind a bundle holds, or an import brought. */
export const BundleCounts = z.object({
  prompts: Count,
  variants: Count,
  partials: Count,
  evalSets: Count,
  cases: Count,
  labels: Count,
  runs: Count,
  cells: Count,
})
export type BundleCounts = z.infer<typeof BundleCounts>

/** new: not there yet; same: there already, nothing is added; merged: some of it is there; different: that name says something else. */
export const BundleItemState = z.enum(['new', 'same', 'merged', 'different'])
export type BundleItemState = z.infer<typeof BundleItemState>

const Item = z.object({ name: z.string(), state: BundleItemState })

/** What was understood of a bundle, and what an import into the chosen place would do. */
export const BundlePreview = z.object({
  projectName: z.string(),
  appVersion: z.string(),
  exportedAt: z.iso.datetime(),
  counts: BundleCounts,
  prompts: z.array(Item.extend({ variants: Count, newVariants: Count })),
  partials: z.array(Item),
  evalSets: z.array(Item.extend({ cases: Count, labels: Count, hasCode: z.boolean() })),
  runs: z.array(Item.extend({ cells: Count })),
  /** Models of its runs that are not known here; a run keeps their names and prices, and asks them no more. */
  missingModels: z.array(z.string()),
})
export type BundlePreview = z.infer<typeof BundlePreview>
