import type { Edit } from '../../../../shared/domain/compression.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'
import type { Finding } from '../../../../shared/lint/finding.ts'
import { lintRules } from '../../../../shared/lint/registry.ts'

/** The lossless fixes as edits that make a new variant; JSON is left as it is there, since it must survive byte for byte. */
export function newVariantEdits(messages: readonly Message[], findings: readonly Finding[]): Edit[] {
  return findings.flatMap(({ id, ruleId, risk, messageIndex, message, fix, savedTokens }) => {
    if (risk !== 'R0' || fix === null || lintRules.get(ruleId).mayMinifyJson) return []
    return fix.map(
      ({ start, end, replacement }, index): Edit => ({
        id: `${id}-${index}`,
        messageIndex,
        start,
        end,
        original: messages[messageIndex]?.template.slice(start, end) ?? '',
        replacement,
        compressor: ruleId,
        reason: message,
        risk,
        savedTokens: index === 0 ? (savedTokens ?? 0) : 0,
      }),
    )
  })
}
