import type { RejectedSqueezeEdit, SqueezeEdit } from '../../domain/squeeze.ts'
import type { Caching } from '../caching-of.ts'
import { checkGates, type GateContext } from '../gates/check-gates.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { cacheOrderEdits } from './cache-order-edits.ts'
import { cutEdits, trimEdits } from './cut-edits.ts'
import { shorterExamples } from './example-edits.ts'
import { formatEdits } from './format-edits.ts'
import { headingEdits } from './heading-edits.ts'
import { jsonEdits } from './json-edits.ts'
import { losslessEdits } from './lossless-edits.ts'

export interface StaticProposals {
  readonly edits: SqueezeEdit[]
  readonly rejected: RejectedSqueezeEdit[]
}

/** Everything that can be proposed without a model, each judged by the gates for itself. */
export async function proposeStatic(
  prompt: SqueezePrompt,
  {
    labels,
    mayChangeFormat,
    caching,
    gates,
    signal,
  }: {
    /** The answers that the cases expect; empty = no labels. */
    readonly labels: readonly string[]
    readonly mayChangeFormat: boolean
    /** How prefixes are cached; null = not, and then no order is better than another. */
    readonly caching: Caching | null
    readonly gates: GateContext
    readonly signal: AbortSignal
  },
): Promise<StaticProposals> {
  const edits: SqueezeEdit[] = []
  const rejected: RejectedSqueezeEdit[] = []
  for (const edit of [
    ...(await losslessEdits(prompt, signal)),
    ...jsonEdits(prompt),
    ...trimEdits(prompt),
    ...cutEdits(prompt),
    ...headingEdits(prompt),
    ...shorterExamples(prompt),
    ...(mayChangeFormat ? formatEdits(prompt, { labels }) : []),
    ...(caching === null ? [] : cacheOrderEdits(prompt, caching)),
  ]) {
    const faults = checkGates(prompt, [edit], { ...gates, isPart: edit.kind === 'lossless' })
    if (faults.length === 0) edits.push(edit)
    else rejected.push({ ...edit, faults })
  }
  return { edits, rejected }
}
