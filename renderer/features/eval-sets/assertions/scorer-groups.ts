import { scorers } from '../../../../shared/score/registry.ts'
import type { Scorer } from '../../../../shared/score/scorer.ts'

export interface ScorerGroup {
  readonly label: string
  readonly scorers: readonly Scorer[]
}

/** All scorers, by what they need. */
export function scorerGroups(): readonly ScorerGroup[] {
  const groups = [
    {
      label: 'Compares with a value',
      scorers: scorers.all.filter(({ value, needsJudge }) => value.isRequired && !needsJudge),
    },
    {
      label: 'Checks the form',
      scorers: scorers.all.filter(({ value, needsJudge }) => !value.isRequired && !needsJudge),
    },
    { label: 'Asks a judge model', scorers: scorers.all.filter(({ needsJudge }) => needsJudge) },
  ]
  return groups.filter((group) => group.scorers.length > 0)
}
