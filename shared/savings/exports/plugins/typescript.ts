import type { DecidedModel, Decision } from '../decision.ts'
import type { DecisionExporter } from '../decision-exporter.ts'
import { decisionFile, decisionLines } from '../decision-lines.ts'
import { ownRulesTypescript } from '../own-rules-code.ts'
import { cascadeTypescript } from '../typescript-cascade.ts'
import { routingTypescript } from '../typescript-code.ts'

export const plugin: DecisionExporter = {
  id: 'typescript',
  label: 'TypeScript',
  kinds: ['routing', 'cascade', 'rule-gate', 'own-rules'],
  render(decision, evidence) {
    const comment = decisionLines(evidence)
      .map((line) => `// ${line}`)
      .join('\n')
    return {
      fileName: `${decisionFile(evidence, decision.kind)}.ts`,
      mediaType: 'text/typescript',
      body: `${comment}\n\n${codeOf(decision)}\n`,
    }
  },
}

function codeOf(decision: Decision): string {
  switch (decision.kind) {
    case 'routing':
      return `${modelsText(decision.models)}
export interface Request {
  /** The values that the prompt's variables are filled with. */
  readonly variables: Readonly<Record<string, string>>
  readonly tags?: readonly string[]
  readonly embedding?: readonly number[]
}

/** Which model to ask, told before any is asked. */
export function route(request: Request): Model {
  return models[choose(request)] ?? models[0]
}

${routingTypescript(decision.rule)}`
    case 'cascade':
      return `${modelsText(decision.models)}\n${cascadeTypescript(decision.rule)}`
    case 'rule-gate':
      return `/** Answers without exception among the cases that they were learnt from; the first whose words all stand in the text wins. */
const rules: readonly { readonly words: readonly string[]; readonly answer: string }[] = ${JSON.stringify(decision.rules, null, 2)}

/** The answer where a rule knows it; null = ask the model. The text is the values of the variables, one below the other. */
export function answerByRule(text: string): string | null {
  const words = new Set(text.toLowerCase().match(/[\\p{L}\\p{N}]+/gu) ?? [])
  return rules.find((rule) => rule.words.every((word) => words.has(word)))?.answer ?? null
}`
    case 'own-rules':
      return ownRulesTypescript(decision.rules)
    default:
      throw new RangeError(`A decision on ${decision.kind} is no code.`)
  }
}

function modelsText(models: readonly DecidedModel[]): string {
  const names = models.map(
    ({ modelId, variantLabel }) => `  { id: ${JSON.stringify(modelId)}, variant: ${JSON.stringify(variantLabel)} },`,
  )
  return `/** The models, each with the variant of the prompt that it is asked with. */
export const models = [
${names.join('\n')}
] as const
export type Model = (typeof models)[number]
`
}
