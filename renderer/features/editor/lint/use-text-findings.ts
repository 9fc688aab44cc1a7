import { useMemo } from 'react'
import type { Finding } from '../../../../shared/lint/finding.ts'
import { lintRules } from '../../../../shared/lint/registry.ts'
import type { TextFinding } from '../../../monaco/quick-fixes.ts'
import { savingText } from '../../../ui/saving-text.ts'
import type { Lint, LintActions } from './use-lint.ts'

const CLASS_NAMES = { R0: 'lossless', R1: 'near-lossless', R2: 'needs an eval' } as const

/** More marks than this in one message make typing slow and nobody the wiser; the list has them all. */
const MAX_MARKS = 200
const NOTHING: readonly never[] = []

/**
 * The findings of each message as its editor marks them, with what the light bulb offers. While someone types they stay as they
 * are, since Monaco moves its marks with the text; the next look renews them.
 */
export function useTextFindings(lint: Lint): readonly (readonly TextFinding[])[] {
  const { findings, messages, actions } = lint
  return useMemo(() => {
    const byMessage = Map.groupBy(findings ?? [], ({ messageIndex }) => messageIndex)
    return messages.map(({ template }, index) =>
      (byMessage.get(index) ?? NOTHING).slice(0, MAX_MARKS).map((finding) => textFinding(finding, template, actions)),
    )
  }, [findings, messages, actions])
}

function textFinding(finding: Finding, template: string, actions: LintActions): TextFinding {
  const { id, start, end, risk, message, savedTokens, ruleId } = finding
  const { label } = lintRules.get(ruleId)
  const saving = savedTokens === null ? '' : ` ${savingText(savedTokens)} tokens.`
  const fixes = [
    { title: `Fix: ${label} (${savingText(savedTokens ?? 0)} tokens)`, run: () => actions.fix([finding], '') },
    { title: `Fix all of this rule: ${label}`, run: () => actions.fixRule(ruleId) },
    { title: `Fix all of this class: ${CLASS_NAMES[risk]}`, run: () => actions.fixClass(risk) },
  ]
  return {
    id,
    start,
    end,
    words: template.slice(start, end),
    message: `${message}${saving} ${capital(CLASS_NAMES[risk])}.`,
    source: label,
    tone: risk === 'R2' ? 'hint' : finding.fix === null ? 'warning' : 'info',
    fixes: [
      ...(finding.fix === null ? [] : fixes),
      { title: 'Dismiss in this variant', run: () => actions.dismiss(finding) },
    ],
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
