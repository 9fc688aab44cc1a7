import { costOf } from '../cost/cost-of.ts'
import { monthlyCost } from '../cost/monthly-cost.ts'
import type { RiskClass } from '../domain/compression.ts'
import type { PriceRow } from '../domain/model.ts'
import type { Message } from '../domain/prompt.ts'
import type { Finding } from './finding.ts'
import type { FixEdit } from './lint-rule.ts'
import type { RuledDraft } from './run-rules.ts'

export interface Saving {
  /** Tokens of a text, by the model's own tokenizer or the best estimate of it. */
  readonly countTokens: (text: string) => number
  /** Null = unpriced. */
  readonly price: PriceRow | null
  readonly callsPerDay: number
}

/** How much text around a fix is counted with it: tokens join over the seam, but not further. */
const SEAM_CHARACTERS = 64

/** What is left of the drafts: without fixes that save nothing, and of two fixes of one text the surer one. */
export function settleFindings(
  messages: readonly Pick<Message, 'template'>[],
  drafts: readonly RuledDraft[],
  saving: Saving,
): Finding[] {
  const findings: Finding[] = []
  const taken = messages.map(({ template }) => new Uint8Array(template.length + 1))
  for (const draft of drafts.toSorted(surerFirst)) {
    const template = messages[draft.messageIndex]?.template ?? ''
    const room = taken[draft.messageIndex]
    const saved = draft.fix ? savedTokens(template, draft.fix, saving) : 0
    const isUseful = saved >= draft.minSavedTokens && room !== undefined && isFree(room, draft.fix ?? [])
    if (draft.fix && !isUseful && !draft.isWorthSaying) continue
    if (draft.fix && isUseful) for (const { start, end } of draft.fix) room.fill(1, start, end)
    findings.push(toFinding(template, draft, isUseful ? saved : null, saving))
  }
  return withIds(findings.sort((a, b) => a.messageIndex - b.messageIndex || a.start - b.start || a.end - b.end))
}

/** The texts that `countTokens` will be asked for, so that a worker can count them first. */
export function textsToCount(messages: readonly Pick<Message, 'template'>[], drafts: readonly RuledDraft[]): string[] {
  const texts = new Set<string>()
  for (const { messageIndex, fix } of drafts) {
    if (!fix) continue
    for (const text of seams(messages[messageIndex]?.template ?? '', fix)) texts.add(text)
  }
  return [...texts]
}

function savedTokens(template: string, fix: readonly FixEdit[], { countTokens }: Saving): number {
  const [before, after] = seams(template, fix)
  return Math.round(countTokens(before) - countTokens(after))
}

function seams(template: string, fix: readonly FixEdit[]): readonly [before: string, after: string] {
  const from = Math.max(0, (fix[0]?.start ?? 0) - SEAM_CHARACTERS)
  const to = Math.min(template.length, (fix.at(-1)?.end ?? 0) + SEAM_CHARACTERS)
  let after = ''
  let at = from
  for (const { start, end, replacement } of fix) {
    after += template.slice(at, start) + replacement
    at = end
  }
  return [template.slice(from, to), after + template.slice(at, to)]
}

const ORDER: Readonly<Record<RiskClass, number>> = { R0: 0, R1: 1, R2: 2 }

function surerFirst(a: RuledDraft, b: RuledDraft): number {
  return ORDER[a.risk] - ORDER[b.risk] || removed(b) - removed(a)
}

function removed({ fix }: RuledDraft): number {
  return (fix ?? []).reduce((sum, { start, end, replacement }) => sum + end - start - replacement.length, 0)
}

function isFree(room: Uint8Array, fix: readonly FixEdit[]): boolean {
  return fix.every(({ start, end }) => !room.subarray(start, Math.max(end, start + 1)).includes(1))
}

function toFinding(template: string, draft: RuledDraft, saved: number | null, saving: Saving): Finding {
  const { ruleId, risk, messageIndex, start, end, message, fix } = draft
  const before = template.slice(Math.max(0, start - 24), start)
  const perCall = saved === null ? null : (costOf({ usage: inputOnly(saved), price: saving.price })?.nanoUsd ?? null)
  return {
    id: '',
    key: `${ruleId}|${before}|${template.slice(start, Math.min(end, start + 120))}`,
    ruleId,
    risk,
    messageIndex,
    start,
    end,
    message,
    fix: saved === null ? null : fix,
    savedTokens: saved,
    savedNanoUsdPerMonth: monthlyCost(perCall, saving.callsPerDay),
  }
}

function inputOnly(inputTokens: number) {
  const none = { cacheReadTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, reasoningTokens: null }
  return { ...none, inputTokens, outputTokens: 0, isEstimated: true }
}

function withIds(findings: readonly Finding[]): Finding[] {
  return findings.map((finding, index) => ({ ...finding, id: `${finding.ruleId}-${index}` }))
}
