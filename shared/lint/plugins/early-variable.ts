import type { LintMessage } from '../lint-message.ts'
import type { FindingDraft, LintRule } from '../lint-rule.ts'
import type { LintPrompt } from '../lint-setting.ts'

/** No tokenizer is asked: prose has about four characters per token, and the margins below leave room for that. */
const CHARACTERS_PER_TOKEN = 4
const SURELY_SHORT = 0.85
const SURELY_LONG = 1.2
const VOLATILE =
  /(?:^|[._])(?:date|time|now|today|timestamp|uuid|id|session|request|nonce|user|name|email)s?(?:$|[._])/i

export const plugin: LintRule = {
  id: 'early-variable',
  label: 'Variable before fixed text',
  description: 'What stands behind a value that changes cannot be cached: fixed text first, variables last.',
  risk: 'R2',
  scope: 'prompt',
  check: findEarlyVariable,
}

function findEarlyVariable({ messages, cacheMinimum }: LintPrompt): FindingDraft[] {
  if (cacheMinimum === null) return []
  const { tokens: minimum, provider } = cacheMinimum
  let fixedBefore = 0
  for (const message of messages) {
    const first = firstVariable(message)
    if (first === null) {
      fixedBefore += message.template.length
      continue
    }
    fixedBefore += first.start
    const fixed = messages.reduce((sum, other) => sum + fixedCharacters(other), 0)
    const before = Math.round(fixedBefore / CHARACTERS_PER_TOKEN)
    const all = Math.round(fixed / CHARACTERS_PER_TOKEN)
    if (before > minimum * SURELY_SHORT || all < minimum * SURELY_LONG) return []
    const text = message.template.slice(first.start, first.end)
    const what = VOLATILE.test(text.replaceAll(/[{}\s]/g, '')) ? 'changes with every call' : 'changes from case to case'
    return [
      {
        messageIndex: message.index,
        start: first.start,
        end: first.end,
        message: `${text} ${what} and stands before ≈ ${grouped(all - before)} tokens of fixed text: only ≈ ${grouped(before)} can be cached, and ${provider} caches from ${grouped(minimum)} on. Move it behind the fixed text.`,
        fix: null,
      },
    ]
  }
  return []
}

function firstVariable({ spans }: LintMessage): { readonly start: number; readonly end: number } | null {
  return spans.find(({ kind }) => kind === 'variable') ?? null
}

function fixedCharacters({ template, spans }: LintMessage): number {
  return spans.reduce((sum, { kind, start, end }) => (kind === 'variable' ? sum - (end - start) : sum), template.length)
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}
