import { pythonLiteral } from '../../export/python-text.ts'
import type { DecidedModel, Decision, DecisionEvidence } from './decision.ts'
import { decisionLines } from './decision-lines.ts'
import { ownRulesPython } from './own-rules-code.ts'
import { cascadePython } from './python-cascade.ts'
import { routingPython } from './python-code.ts'

/** A decision as a module that needs nothing but Python 3.10's own library. */
export function pythonFile(decision: Decision, evidence: DecisionEvidence): string {
  const comment = decisionLines(evidence)
    .map((line) => `# ${line}`)
    .join('\n')
  return `${comment}\n${codeOf(decision)}\n`
}

function codeOf(decision: Decision): string {
  switch (decision.kind) {
    case 'routing':
      return `import math
import re

${modelsText(decision.models)}

${routingPython(decision.rule)}


def route(
    variables: dict[str, str], tags: list[str] | None = None, embedding: list[float] | None = None
) -> dict[str, str]:
    """Which model to ask, told before any is asked; the variables are what the prompt is filled with."""
    return MODELS[_choose(variables, tags or [], embedding or [])]`
    case 'cascade':
      return `import json
import math
import re
from dataclasses import dataclass
from typing import Callable

${modelsText(decision.models)}


${cascadePython(decision.rule)}`
    case 'rule-gate':
      return `import re

# Without exception among the cases that they were learnt from; the first whose words all stand in the text wins.
RULES = ${pythonLiteral(decision.rules)}


def answer_by_rule(text: str) -> str | None:
    """The answer where a rule knows it; None = ask the model. The text is the values of the variables, one below the other."""
    words = set(re.findall(r"[^\\W_]+", text.lower()))
    for rule in RULES:
        if all(word in words for word in rule["words"]):
            return rule["answer"]
    return None`
    case 'own-rules':
      return ownRulesPython(decision.rules)
    default:
      throw new RangeError(`A decision on ${decision.kind} is no code.`)
  }
}

function modelsText(models: readonly DecidedModel[]): string {
  const named = models.map(({ modelId, variantLabel }) => ({ id: modelId, variant: variantLabel }))
  return `# The models, each with the variant of the prompt that it is asked with.
MODELS = ${pythonLiteral(named)}`
}
