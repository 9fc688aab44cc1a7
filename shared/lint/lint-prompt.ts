import type { Message } from '../domain/prompt.ts'
import type { Finding } from './finding.ts'
import { type LintSetting, plainSetting } from './lint-setting.ts'
import { lintRules } from './registry.ts'
import { RuleRunner } from './run-rules.ts'
import { type Saving, settleFindings } from './settle-findings.ts'

export interface LintContext extends Partial<LintSetting> {
  readonly messages: readonly Message[]
  readonly saving: Saving
}

/** What the rules find in a prompt, in the order of its text. A pure function: no model is asked and nothing is changed. */
export function lintPrompt({ messages, saving, ...setting }: LintContext): Finding[] {
  const drafts = new RuleRunner(lintRules.all).run(messages, { ...plainSetting, ...setting })
  return settleFindings(messages, drafts, saving)
}
