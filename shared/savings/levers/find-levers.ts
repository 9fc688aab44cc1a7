import { AppError } from '../../contract/errors.ts'
import type { LeverCard } from '../../domain/savings.ts'
import { type PlannedCall, todaysCalls } from '../planned-call.ts'
import type { SavingsInput } from '../savings-input.ts'
import { qualityWithoutCritical } from './claim-without-critical.ts'
import type { Lever, LeverFinding, LeverOffer } from './lever.ts'
import { measureLever } from './measure-lever.ts'

export interface FoundLevers {
  readonly today: readonly PlannedCall[]
  readonly cards: readonly LeverCard[]
  /** Those that have something to offer, by id. */
  readonly offers: ReadonlyMap<string, LeverOffer>
}

/** Findings that hold whatever the user assumes, by id; filled as they are found. */
export type SettledFindings = Map<string, LeverFinding>

/**
 * Asks every lever what it would save by itself, the largest saving first; pauses between them.
 *
 * @param settled of an input that differs in nothing but its assumptions: these levers are not asked again
 */
export function* findLevers(
  input: SavingsInput,
  levers: readonly Lever[],
  settled: SettledFindings = new Map(),
): Generator<undefined, FoundLevers> {
  const today = todaysCalls(input)
  const offers = new Map<string, LeverOffer>()
  const cards: LeverCard[] = []
  for (const lever of levers) {
    yield
    const { id, label, effort, family } = lever
    const known = settled.get(id)
    const watched = watchAssumptions(input)
    const finding = known ?? heldToRule(input, yield* findingOf(lever, watched.input))
    if (finding.kind !== 'failed' && !watched.wereRead()) settled.set(id, finding)
    if (finding.kind === 'offer') offers.set(id, finding)
    cards.push({ id, label, effort, family, finding: cardFinding(input, today, finding), isTaken: false })
  }
  return { today, cards: withTaken(cards).toSorted(bySaving), offers }
}

/** The same input, which notes whether anybody looked at the assumptions. */
function watchAssumptions(input: SavingsInput): { readonly input: SavingsInput; readonly wereRead: () => boolean } {
  let wereRead = false
  const watched = {
    ...input,
    get assumptions() {
      wereRead = true
      return input.assumptions
    },
  }
  return { input: watched, wereRead: () => wereRead }
}

type Failed = Extract<LeverCard['finding'], { kind: 'failed' }>

function* findingOf(lever: Lever, input: SavingsInput): Generator<undefined, LeverFinding | Failed> {
  try {
    const found = lever.find(input)
    return 'next' in found ? yield* found : found
  } catch (error) {
    // What one lever does not understand must not take the others from the user.
    if (error instanceof AppError) return { kind: 'failed', message: error.message }
    throw error
  }
}

/** What a lever says of quality, held to the critical assertions of the project's rule, which levers do not look at. */
function heldToRule<T extends LeverFinding | Failed>({ rule }: SavingsInput, finding: T): T {
  if (finding.kind !== 'offer' || finding.sawCritical === true) return finding
  return { ...finding, quality: qualityWithoutCritical(rule, finding.quality) }
}

function cardFinding(
  input: SavingsInput,
  today: readonly PlannedCall[],
  finding: LeverFinding | Failed,
): LeverCard['finding'] {
  if (finding.kind !== 'offer') return finding
  const measured = measureLever(input, today, finding)
  const { choice, quality, method, notes, evidence, curves, actions } = finding
  if (measured === null) {
    return {
      kind: 'no-data',
      missing: `${choice}: a call of it, or of today's, is unpriced.`,
      remedy: 'Enter the price on the Models page, or choose above whose price it is reckoned with.',
      actions: [],
    }
  }
  return {
    kind: 'estimate',
    choice,
    ...measured,
    quality,
    method,
    notes: [...notes],
    evidence: { runIds: [...evidence.runIds], cases: evidence.cases },
    curves: [...curves],
    actions: [...actions],
  }
}

/** Into the sum goes what saves and is not known to answer worse; of a family the one that saves most. */
function withTaken(cards: readonly LeverCard[]): readonly LeverCard[] {
  const best = new Map<string, LeverCard>()
  for (const card of cards) {
    const saved = safeSaving(card)
    if (saved === null) continue
    const key = card.family ?? card.id
    const other = best.get(key)
    if (!other || saved > (safeSaving(other) ?? 0)) best.set(key, card)
  }
  const taken = new Set([...best.values()].map(({ id }) => id))
  return cards.map((card) => ({ ...card, isTaken: taken.has(card.id) }))
}

/** Null where it saves nothing, or nothing shows that the answers stay as good. */
function safeSaving({ finding }: LeverCard): number | null {
  if (finding.kind !== 'estimate' || finding.savedNanoUsd <= 0) return null
  const { quality } = finding
  if (quality.kind === 'not-measured') return null
  if (quality.kind === 'verdict' && quality.verdict !== 'not-worse-and-cheaper') return null
  return finding.savedNanoUsd
}

function bySaving(a: LeverCard, b: LeverCard): number {
  const of = ({ finding }: LeverCard) =>
    finding.kind === 'estimate' ? finding.savedNanoUsd : finding.kind === 'failed' ? -Infinity : -Number.MAX_VALUE
  return of(b) - of(a) || a.label.localeCompare(b.label, 'en')
}
