import type { DecidedModel, Decision } from '../decision.ts'
import type { DecisionExporter } from '../decision-exporter.ts'
import { decisionFile, decisionLines } from '../decision-lines.ts'
import { plainMarkdown } from '../plain-markdown.ts'

/** The decision as a record for people: what, why, on what evidence. */
export const plugin: DecisionExporter = {
  id: 'markdown',
  label: 'Decision record (Markdown)',
  kinds: [
    'model',
    'routing',
    'cascade',
    'response-cache',
    'semantic-cache',
    'output-cap',
    'early-stop',
    'rule-gate',
    'own-rules',
  ],
  render(decision, evidence) {
    const notes = evidence.notes.map((note) => `- ${plainMarkdown(note)}`)
    const body = [
      `# ${plainMarkdown(evidence.title)}: ${plainMarkdown(evidence.choice)}`,
      '',
      ...decisionLines(evidence)
        .slice(1)
        .map((line) => `- ${plainMarkdown(line)}`),
      '',
      '## What was decided',
      '',
      ...decidedLines(decision).map((line) => `- ${plainMarkdown(line)}`),
      ...(notes.length === 0 ? [] : ['', '## What to know', '', ...notes]),
    ]
    return {
      fileName: `${decisionFile(evidence, decision.kind)}.md`,
      mediaType: 'text/markdown',
      body: `${body.join('\n')}\n`,
    }
  },
}

function decidedLines(decision: Decision): readonly string[] {
  switch (decision.kind) {
    case 'model':
      return [`From ${nameOf(decision.from)} to ${nameOf(decision.to)}`]
    case 'routing':
      return [
        ...decision.models.map((model, place) => `Choice ${place}: ${nameOf(model)}`),
        `Rule: ${decision.rule.kind}`,
      ]
    case 'cascade':
      return decision.rule.tiers.map((option, tier) => {
        const model = decision.models[option]
        const step = decision.rule.steps[tier]
        const kept = step ? `, kept by ${step.check.kind} from ${step.threshold} on` : ', always kept'
        return `Tier ${tier + 1}: ${model ? nameOf(model) : ''}${kept}`
      })
    case 'response-cache':
      return [
        `Lifetime: ${decision.ttlSeconds} s`,
        ...decision.freshVariables.map((name) => `Never cached: calls that fill ${name}`),
      ]
    case 'semantic-cache':
      return [`Similarity: from ${decision.threshold} on`, `Compared: ${decision.variables.join(', ')}`]
    case 'output-cap':
      return [`Output cap: ${decision.maxOutputTokens} tokens on ${nameOf(decision.model)}`]
    case 'early-stop':
      return [`Checks: ${decision.checkers.join(', ')}`]
    case 'rule-gate':
      return decision.rules.map(({ words, answer }) => `${words.join(' + ')} → ${answer}`)
    case 'own-rules':
      return decision.rules.map(
        ({ kind, text, answer }) => `${kind === 'pattern' ? `/${text}/i` : `“${text}”`} → ${answer}`,
      )
    default:
      return decision satisfies never
  }
}

function nameOf({ modelId, variantLabel }: DecidedModel): string {
  return `${modelId} with ${variantLabel}`
}
