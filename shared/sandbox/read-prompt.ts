import type { Decision, Example, Label, ReadPrompt } from './prompt-model.ts'
import { readExamples } from './read-examples.ts'
import { readFormat } from './read-format.ts'
import { readDecisions } from './read-labels.ts'
import { readHints, readRules, readSettledCases } from './read-rules.ts'

/** Longer instructions are read up to here: no label set is hidden behind a book, and reading stays fast. */
const MAX_READ = 200_000

/** Reads labels, definitions, examples, rules and the answer's format out of the instructions. */
export function readPrompt(instructions: string, turns: readonly Example[], cue: string | null): ReadPrompt {
  const text = instructions.slice(0, MAX_READ)
  const found = readExamples(text, cue)
  const examples = [...found.examples, ...turns]
  const decisions = readDecisions(found.rest, examples)
  return {
    instructions: text,
    decisions: decisions.map(withoutDenials),
    examples,
    rules: readRules(found.rest, decisions),
    format: readFormat(found.rest, decisions, examples),
    hints: readHints(found.rest),
    settledCases: readSettledCases(found.rest, decisions),
  }
}

/** "Not a complaint" in a definition says what the label is not: its word must not speak for it. */
function withoutDenials(decision: Decision): Decision {
  const labels: Label[] = decision.labels.map(({ name, definition }) => ({
    name,
    definition: definition.replace(/\b(not|never|no) (a|an|the|your|our|to) \w+/gi, ' '),
  }))
  return { ...decision, labels }
}
