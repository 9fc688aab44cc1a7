import { fileStem } from '../../export/file-stem.ts'
import type { DecisionEvidence } from './decision.ts'

/** Where a decision comes from, one line per fact, for comments. */
export function decisionLines(evidence: DecisionEvidence): readonly string[] {
  const { title, choice, promptName, method, quality, savedPerMonth, runId, runName, evalSetHash, cases } = evidence
  const lines = [
    `${title} for ${promptName}: ${choice}`,
    `Quality: ${quality}`,
    `Method: ${method}`,
    ...(savedPerMonth === null ? [] : [`Saves about ${savedPerMonth} per month at the profile's volume`]),
    `Run ${runName === '' ? runId : `${runName} (${runId})`}, ${cases} cases, eval set SHA-256 ${evalSetHash}`,
    ...evidence.prices.map((line) => `Price: ${line}`),
    `Exported by Pithy ${evidence.appVersion} on ${evidence.exportedAt}`,
  ]
  // A name may hold line breaks, which would become code, or marks that make code read as something else.
  return lines.map((line) => line.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu, ' '))
}

/** `ticket-router.routing`: without its ending. */
export function decisionFile({ promptName }: DecisionEvidence, kind: string): string {
  return `${fileStem(promptName)}.${kind}`
}

/** Whole numbers from −128 to 127 as two hexadecimal digits each: what both languages read back without a library. */
export function toHex(vector: readonly number[]): string {
  return vector.map((value) => (value + 128).toString(16).padStart(2, '0')).join('')
}
