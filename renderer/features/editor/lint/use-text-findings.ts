import { useMemo, useRef } from 'react'
import type { Finding } from '../../../../shared/lint/finding.ts'
import { lintRules } from '../../../../shared/lint/registry.ts'
import type { TextFinding } from '../../../monaco/quick-fixes.ts'
import { savingText } from '../format-count.ts'
import type { Lint } from './use-lint.ts'

const CLASS_NAMES = { R0: 'lossless', R1: 'near-lossless', R2: 'needs an eval' } as const

/** The findings of each message as its editor marks them, with what the light bulb offers; they change only with the findings. */
export function useTextFindings(lint: Lint, messageCount: number): readonly (readonly TextFinding[])[] {
  const latest = useRef(lint)
  latest.current = lint
  const lists = Array.from({ length: messageCount }, (_, index) => lint.ofMessage(index))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the lists are the dependencies, however many there are
  return useMemo(
    () => lists.map((findings) => findings.map((finding) => textFinding(finding, () => latest.current))),
    [messageCount, lint.findings, lists.map(({ length }) => length).join()],
  )
}

function textFinding(finding: Finding, lint: () => Lint): TextFinding {
  const { id, start, end, risk, message, savedTokens, ruleId } = finding
  const { label } = lintRules.get(ruleId)
  const saving = savedTokens === null ? '' : ` ${savingText(savedTokens)} tokens.`
  const fixes = [
    { title: `Fix: ${label} (${savingText(savedTokens ?? 0)} tokens)`, run: () => lint().fix([finding], '') },
    { title: `Fix all of this rule: ${label}`, run: () => lint().fixRule(ruleId) },
    { title: `Fix all of this class: ${CLASS_NAMES[risk]}`, run: () => lint().fixClass(risk) },
  ]
  return {
    id,
    start,
    end,
    message: `${message}${saving} ${capital(CLASS_NAMES[risk])}.`,
    source: label,
    tone: risk === 'R2' ? 'hint' : finding.fix === null ? 'warning' : 'info',
    fixes: [
      ...(finding.fix === null ? [] : fixes),
      { title: 'Dismiss in this variant', run: () => lint().dismiss(finding) },
    ],
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
