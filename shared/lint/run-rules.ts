import type { RiskClass } from '../domain/compression.ts'
import type { Message } from '../domain/prompt.ts'
import { isAllowedFix } from './is-allowed-fix.ts'
import { type LintMessage, lintMessages } from './lint-message.ts'
import type { FindingDraft, LintRule } from './lint-rule.ts'
import type { LintPrompt, LintSetting } from './lint-setting.ts'

/** A draft with the rule that made it; its fix, if it has one, touches no protected text. */
export interface RuledDraft extends FindingDraft {
  readonly ruleId: string
  /** How many tokens a fix must save to be offered. */
  readonly minSavedTokens: number
  readonly risk: RiskClass
}

/** More findings of one rule in one message are not told: the first hundreds say it all. */
const MAX_PER_RULE = 300

/**
 * Runs rules over a prompt, and again after changes: what a message rule found in a message that is still the same is kept.
 * Fixes that touch protected text are taken away here, whatever a rule says.
 */
export class RuleRunner {
  readonly #rules: readonly LintRule[]
  readonly #found = new WeakMap<LintMessage, readonly RuledDraft[]>()
  #messages: readonly LintMessage[] = []

  constructor(rules: readonly LintRule[]) {
    this.#rules = rules
  }

  run(messages: readonly Message[], setting: LintSetting): RuledDraft[] {
    const earlier = this.#messages
    this.#messages = lintMessages(messages, (index) => earlier[index])
    const prompt: LintPrompt = { ...setting, messages: this.#messages }
    const drafts = this.#messages.flatMap((message) => this.#inMessage(message))
    for (const rule of this.#rules) {
      if (rule.scope === 'prompt') drafts.push(...allowed(rule, rule.check(prompt), prompt.messages))
    }
    return drafts
  }

  #inMessage(message: LintMessage): readonly RuledDraft[] {
    const known = this.#found.get(message)
    if (known) return known
    const found = this.#rules.flatMap((rule) =>
      rule.scope === 'message' ? allowed(rule, rule.check(message), [message]) : [],
    )
    this.#found.set(message, found)
    return found
  }
}

function allowed(
  rule: LintRule,
  drafts: readonly FindingDraft[],
  messages: readonly LintMessage[],
): readonly RuledDraft[] {
  const kept: RuledDraft[] = []
  for (const draft of drafts) {
    if (kept.length >= MAX_PER_RULE) break
    const of = { ruleId: rule.id, risk: rule.risk, minSavedTokens: rule.isWorthMore ? 0 : 1 }
    const message = messages.find(({ index }) => index === draft.messageIndex)
    if (!message) continue
    const isAllowed = draft.fix === null || isAllowedFix(draft.fix, message, rule)
    if (isAllowed) kept.push({ ...draft, ...of })
    else if (draft.isWorthSaying) kept.push({ ...draft, ...of, fix: null })
  }
  return kept
}
