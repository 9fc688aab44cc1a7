import type { Compressor } from '../compress/compressor.ts'
import type { LintRule } from './lint-rule.ts'
import { plainSetting } from './lint-setting.ts'
import { RuleRunner } from './run-rules.ts'

/**
 * A rule's fixes as a compressor's edits, so that "compress" and "lint" are one thing.
 *
 * @returns null for a rule whose fixes need evals, or are not edits that each stand for themselves
 */
export function ruleCompressor(rule: LintRule): Compressor | null {
  const { id, label, description, risk } = rule
  if (risk === 'R2' || rule.mayMinifyJson) return null
  return {
    id,
    label,
    description,
    risk,
    needsModel: false,
    compress: (messages) => ({
      rejected: [],
      edits: new RuleRunner([rule]).run(messages, plainSetting).flatMap(({ messageIndex, message, fix }) => {
        const [edit, ...others] = fix ?? []
        return edit && others.length === 0 ? [{ messageIndex, ...edit, reason: message }] : []
      }),
    }),
  }
}
