import type { ScorerContext } from '../../../../shared/score/scorer.ts'
import type { CoreContext } from '../../core-context.ts'
import { documentReaders } from '../../documents/document-readers.ts'

export interface ScoringRights {
  /** Whether the user allowed the eval set's code to run. */
  readonly mayRunCode: boolean
}

/** What scorers need of the core; a judge is lent beside it. */
export function lendScoring(
  { validateJson, patterns, scripts }: Pick<CoreContext, 'validateJson' | 'patterns' | 'scripts'>,
  { mayRunCode }: ScoringRights,
): ScorerContext {
  const runScript = mayRunCode ? scripts.run : null
  return { validateJson, findMatch: patterns.find, documents: documentReaders, runScript }
}
