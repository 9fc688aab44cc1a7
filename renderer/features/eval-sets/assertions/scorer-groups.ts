import { scorers } from '../../../../shared/score/registry.ts'
import type { ScorerGroup as GroupId, Scorer } from '../../../../shared/score/scorer.ts'

const LABELS: Readonly<Record<GroupId, string>> = {
  text: 'Looks at the text',
  json: 'Reads JSON',
  similarity: 'Compares with a reference',
  documents: 'Reads HTML, XML or SQL',
  answer: 'Looks at the answer as a whole',
  tools: 'Looks at calls of tools',
  code: 'Sets and code',
}

export interface ScorerGroup {
  readonly label: string
  readonly scorers: readonly Scorer[]
}

/** All scorers, by what they look at; those that ask a judge come last. */
export function scorerGroups(): readonly ScorerGroup[] {
  const groups = Object.entries(LABELS).map(([id, label]) => ({
    label,
    scorers: scorers.all.filter(({ group }) => group === id),
  }))
  const judges = { label: 'Asks a judge model', scorers: scorers.all.filter(({ group }) => group === undefined) }
  return [...groups, judges].filter((group) => group.scorers.length > 0)
}
