import type { SqueezeEdit } from '../../domain/squeeze.ts'
import { composeEdits } from '../apply-changes.ts'
import { priorHarm } from '../attribution/likely-harm.ts'
import { type GateContext, passesGates } from '../gates/check-gates.ts'
import type { SqueezePrompt } from '../read-squeeze-prompt.ts'
import { isCut } from './example-edits.ts'

export interface ArmDraft {
  readonly label: string
  readonly edits: readonly SqueezeEdit[]
}

export interface ArmSources {
  /** Accepted by the gates one by one. */
  readonly edits: readonly SqueezeEdit[]
  /** By cut, and by segment: how much score its text may bring at most, 0 to 1; absent = not measured. */
  readonly harm: ReadonlyMap<string, number>
  readonly maxArms: number
  /** Of the verdict, 0 to 1: the ladder's rungs are shares of it. */
  readonly margin: number
  /** No case will be asked: the arms that leave every rule and example in come first. */
  readonly isUnasked: boolean
  readonly gates: GateContext
}

/** A text that brings less than this share of the score counts as bringing nothing. */
const HARMLESS = 0.006
/** Of the margin; the first ones are what mostly wins. */
const RUNGS = [0.8, 0.5, 1.2, 0.3, 2]

/**
 * The contestants: what is lossless, then with mild and strong rewording, then a ladder of nested cuts, each rung with and
 * without the terser format, then fewer examples. All of them pass the gates as a whole; no two are the same text.
 */
export function buildArms(prompt: SqueezePrompt, sources: ArmSources): ArmDraft[] {
  const { edits } = sources
  const of = (...kinds: SqueezeEdit['kind'][]) => edits.filter(({ kind }) => kinds.includes(kind))
  const lossless = of('lossless')
  const whole = of('rewrite').filter(isWhole)
  const rewrites = of('rewrite').filter((edit) => !isWhole(edit))
  const strong = [...lossless, ...strongest(rewrites)]
  const mild = [...lossless, ...strongest(rewrites.filter(({ strength }) => (strength ?? 1) >= 0.7))]
  const cuts = cutsInOrder(edits, sources.harm)
  const format = of('output-format', 'answer-length').slice(0, 1)
  const order = of('cache-order')
  const examples = inOrderOfWorth(of('few-shot').filter(isCut), sources)
  const shorter = of('few-shot').filter((edit) => !isCut(edit))
  const prose = inOrderOfWorth([...of('delete'), ...of('trim')], sources)
  const idle = prose.filter((edit) => harmOf(edit, sources) <= HARMLESS)
  const harmless = cuts.filter((edit) => harmOf(edit, sources) <= HARMLESS)
  const bold: ArmDraft[] = [
    ...(format.length > 0 ? [{ label: 'Everything, terse format', edits: [...strong, ...cuts, ...format] }] : []),
    { label: 'Everything that may go', edits: [...strong, ...cuts] },
    ...(format.length > 0
      ? [{ label: 'What cost nothing, terse format', edits: [...strong, ...harmless, ...format] }]
      : []),
    { label: 'What cost nothing', edits: [...strong, ...harmless] },
    ...(whole.length > 0
      ? [{ label: 'Rewritten from the ledger', edits: [...lossless, ...strongest(whole), ...format] }]
      : []),
    { label: 'What cost nothing, mildly reworded', edits: [...mild, ...harmless, ...format] },
    ...rungs(cuts, sources).map(({ label, cuts: some }) => ({
      label: format.length > 0 ? `${label}, terse format` : label,
      edits: [...strong, ...some, ...format],
    })),
    ...examplesKept(examples).map(({ label, cuts: some }) => ({
      label,
      edits: [...strong, ...(idle.length > 0 ? idle : prose), ...some, ...format],
    })),
    // Where an example is cut as a whole, the cut saves more and has its way.
    ...(shorter.length > 0
      ? [{ label: 'What cost nothing, shorter examples', edits: [...strong, ...idle, ...shorter, ...format] }]
      : []),
    ...(format.length > 0 ? [{ label: 'Reworded, terse format', edits: [...strong, ...format] }] : []),
  ]
  const safe: ArmDraft[] = [
    { label: 'Reworded', edits: strong },
    { label: 'Mildly reworded', edits: mild },
    { label: 'Lossless only', edits: lossless },
    ...(order.length > 0 ? [{ label: 'What varies last', edits: [...strong, ...order] }] : []),
  ]
  return distinct(prompt, sources.isUnasked ? [...safe, ...bold] : [...bold, ...safe], sources)
}

/** Every cut, those first that save most for the score that they may take. */
export function cutsInOrder(edits: readonly SqueezeEdit[], harm: ReadonlyMap<string, number>): SqueezeEdit[] {
  return inOrderOfWorth(edits.filter(isCut), { harm })
}

/** A rewrite of a whole message: it leaves no room for other edits of it. */
export function isWhole({ style }: Pick<SqueezeEdit, 'style'>): boolean {
  return style === 'whole'
}

/** Of each segment's rewrites the one that saves most. */
export function strongest(rewrites: readonly SqueezeEdit[]): SqueezeEdit[] {
  const best = new Map<string, SqueezeEdit>()
  for (const edit of rewrites) {
    const key = edit.segmentIds.join()
    if (edit.savedTokens > (best.get(key)?.savedTokens ?? 0)) best.set(key, edit)
  }
  return [...best.values()]
}

/** Cheapest harm first: saved tokens for each point that may be lost. */
function inOrderOfWorth(cuts: readonly SqueezeEdit[], sources: Pick<ArmSources, 'harm'>): SqueezeEdit[] {
  return cuts.toSorted(
    (a, b) =>
      b.savedTokens / Math.max(harmOf(b, sources), 0.002) - a.savedTokens / Math.max(harmOf(a, sources), 0.002) ||
      (a.id < b.id ? -1 : 1),
  )
}

/** How much score the cuts among the edits may take together, 0 to 1. */
export function likelyLoss(edits: readonly SqueezeEdit[], harm: ReadonlyMap<string, number>): number {
  return edits.filter(isCut).reduce((sum, edit) => sum + harmOf(edit, { harm }), 0)
}

function harmOf(edit: SqueezeEdit, { harm }: Pick<ArmSources, 'harm'>): number {
  return harm.get(edit.id) ?? Math.max(0, ...edit.segmentIds.map((id) => harm.get(id) ?? priorHarm(edit)))
}

/** Nested, each as far as the harm that is likely stays within a multiple of the margin. */
function rungs(cuts: readonly SqueezeEdit[], sources: Pick<ArmSources, 'harm' | 'margin'>) {
  const steps = RUNGS.map((multiple) => {
    let harm = 0
    const end = cuts.findIndex((edit) => {
      harm += harmOf(edit, sources)
      return harm > multiple * sources.margin
    })
    return end === -1 ? cuts.length : end
  })
  return [...new Set(steps)]
    .filter((count) => count > 0 && count < cuts.length)
    .map((count) => ({ label: `Ladder, ${count} of ${cuts.length} cuts`, cuts: cuts.slice(0, count) }))
}

/** Best k: the examples that are worth most stay. */
function examplesKept(examples: readonly SqueezeEdit[]) {
  return [0, 1, 2, 3]
    .filter((kept) => kept < examples.length)
    .map((kept) => ({
      label: kept === 0 ? 'No examples' : `${kept} ${kept === 1 ? 'example' : 'examples'}`,
      cuts: examples.slice(0, examples.length - kept),
    }))
}

function distinct(prompt: SqueezePrompt, wishes: readonly ArmDraft[], { gates, maxArms }: ArmSources): ArmDraft[] {
  const arms: ArmDraft[] = []
  const seen = new Set([normalizedText(prompt.messages)])
  for (const { label, edits } of wishes) {
    if (arms.length >= maxArms) break
    const fitting = withoutFaults(prompt, edits, gates)
    if (fitting.length === 0) continue
    const key = normalizedText(composeEdits(prompt, fitting).messages)
    if (seen.has(key)) continue
    seen.add(key)
    arms.push({ label, edits: fitting })
  }
  return arms
}

/** The edits as a whole where they pass the gates; else as many as fit together, taken in their order. */
export function withoutFaults(
  prompt: SqueezePrompt,
  edits: readonly SqueezeEdit[],
  gates: GateContext,
): readonly SqueezeEdit[] {
  const whole = composeEdits(prompt, edits)
  if (passesGates(prompt, whole, gates)) return whole.edits
  let fitting: readonly SqueezeEdit[] = []
  // Halves first: one edit out of many is mostly at fault.
  const add = (some: readonly SqueezeEdit[]) => {
    if (some.length === 0) return
    const joined = composeEdits(prompt, [...fitting, ...some])
    if (passesGates(prompt, joined, { ...gates, isPart: true })) fitting = joined.edits
    else if (some.length > 1) {
      add(some.slice(0, some.length >> 1))
      add(some.slice(some.length >> 1))
    }
  }
  add(edits)
  return passesGates(prompt, composeEdits(prompt, fitting), gates) ? fitting : []
}

function normalizedText(messages: readonly { readonly template: string }[]): string {
  return messages.map(({ template }) => template.replaceAll(/\s+/g, ' ').trim()).join('\n')
}
