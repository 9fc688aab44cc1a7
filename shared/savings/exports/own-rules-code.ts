import type { OwnRule } from '../../domain/own-rules.ts'
import { pythonLiteral } from '../../export/python-text.ts'
import { pythonPattern } from './python-pattern.ts'

/** The user's rules as a function, the same that was replayed. */
export function ownRulesTypescript(rules: readonly OwnRule[]): string {
  return `/** In this order: the first that holds answers. A pattern ignores case; a question is compared without case, space and punctuation. */
const rules: readonly { readonly kind: 'pattern' | 'question'; readonly text: string; readonly answer: string }[] = ${JSON.stringify(rules, null, 2)}
const patterns = rules.map(({ kind, text }) => (kind === 'pattern' ? new RegExp(text, 'i') : null))

function plain(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/[\\p{P}\\p{Z}\\s]+/gu, ' ').trim()
}

/** The answer where a rule knows it; null = ask the model. The text is the values of the variables in the order of their names, one below the other. */
export function answerByRule(text: string): string | null {
  const asked = plain(text)
  return rules.find((rule, at) => patterns[at]?.test(text) ?? plain(rule.text) === asked)?.answer ?? null
}`
}

/** The same for Python. @throws AppError `conflict` for a pattern that Python reads otherwise */
export function ownRulesPython(rules: readonly OwnRule[]): string {
  const written = rules.map((rule) => (rule.kind === 'pattern' ? { ...rule, text: pythonPattern(rule.text) } : rule))
  return `import re
import unicodedata

# In this order: the first that holds answers. A pattern ignores case; a question is compared without case, space and punctuation.
RULES = ${pythonLiteral(written)}
_PATTERNS = [re.compile(rule["text"], re.IGNORECASE) if rule["kind"] == "pattern" else None for rule in RULES]


def _plain(text: str) -> str:
    lower = unicodedata.normalize("NFC", text).lower()
    kept = (" " if unicodedata.category(one)[0] in "PZ" or one in "\\t\\n\\v\\f\\r\\ufeff" else one for one in lower)
    return " ".join(word for word in "".join(kept).split(" ") if word)


def answer_by_rule(text: str) -> str | None:
    """The answer where a rule knows it; None = ask the model. The text is the values of the variables in the order of their names, one below the other."""
    asked = _plain(text)
    for rule, pattern in zip(RULES, _PATTERNS):
        if pattern.search(text) if pattern else _plain(rule["text"]) == asked:
            return rule["answer"]
    return None`
}
