import type { LeverCurve } from '../../../domain/savings.ts'
import { meanOf } from '../../paired/answer-grid.ts'
import { textVariables } from '../../paired/grid-of-input.ts'
import { percent } from '../../paired/policy-curve.ts'
import { signed } from '../../paired/policy-quality.ts'
import { type CachedCase, type SemanticPoint, semanticReplay } from '../../replays/semantic-cache.ts'
import type { SavingsInput } from '../../savings-input.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'
import { embeddingNotes, withEmbedding } from '../with-embedding.ts'

/**
 * Serves the answer of a similar earlier case from a similarity τ on. τ is admitted only where the upper Clopper–Pearson bound of wrong
 * hits is at most the margin, at the level divided by the thresholds tried (vCache, arXiv 2502.03771, on why one hit too many costs).
 */
export const plugin: Lever = {
  id: 'semantic-cache',
  label: 'Semantic cache',
  effort: 'week',
  family: 'answer-cache',
  *find(input): Generator<undefined, LeverFinding> {
    const cases = casesOf(input)
    const missing = (text: string): LeverFinding => ({
      kind: 'no-data',
      missing: text,
      remedy: 'Import a few hundred cases as production had them, with the expected answers.',
      actions: [],
    })
    if (cases.length < FEWEST)
      return missing(
        `${cases.length.toLocaleString('en-US')} cases have a scored answer of today's model; below ${FEWEST} no threshold can be judged.`,
      )
    const points = yield* semanticReplay(
      cases.map(({ one }) => one),
      { thresholds: THRESHOLDS, alpha: input.rule.alpha / THRESHOLDS.length },
    )
    const most = Math.max(...points.map(({ hits }) => hits))
    if (most === 0) return missing('No case resembles an earlier one, numbers and negations kept apart.')
    const admitted = points.filter(({ wrongBound }) => wrongBound <= input.rule.margin)
    const [best] = admitted.toSorted((a, b) => b.hits - a.hits)
    return offerOf(input, { cases, points, best: best ?? null })
  },
}

const FEWEST = 60
const THRESHOLDS = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975, 0.99] as const

interface PlacedCase {
  readonly caseNo: number
  readonly one: CachedCase
}

function casesOf(input: SavingsInput): readonly PlacedCase[] {
  return input.cases.flatMap(({ variables, expected, embedding }, caseNo) => {
    const trials = input.answers[input.baselineNo]?.[caseNo] ?? []
    const scores = trials.flatMap(({ score }) => score ?? [])
    const [first] = trials
    if (!first || scores.length === 0) return []
    const vector = embedding === undefined ? {} : { embedding }
    const one = {
      variables: textVariables(variables),
      ...vector,
      expected,
      output: first.output,
      score: meanOf(scores),
    }
    return [{ caseNo, one }]
  })
}

function offerOf(
  input: SavingsInput,
  given: {
    readonly cases: readonly PlacedCase[]
    readonly points: readonly SemanticPoint[]
    readonly best: SemanticPoint | null
  },
): LeverFinding {
  const { cases, points, best } = given
  const margin = Number((input.rule.margin * 100).toFixed(2))
  const shown = best ?? points.toSorted((a, b) => a.wrongBound - b.wrongBound)[0]
  if (!shown) throw new RangeError('There are thresholds.')
  const isServed = new Set(
    cases.filter((_, place) => (shown.served[place] ?? null) !== null).map(({ caseNo }) => caseNo),
  )
  const model = input.columns[input.baselineNo]
  const counted = `${shown.wrongHits} of ${shown.hits} hits are wrong, at most ${percent(shown.wrongBound)} by the exact bound`
  const offer: LeverOffer = {
    kind: 'offer',
    choice:
      best === null
        ? `No similarity is safe enough; the safest, ${shown.threshold}, would serve ${percent(shown.hitRatio)}`
        : `Similar cases from a similarity of ${shown.threshold} on: ${percent(shown.hitRatio)} of the calls`,
    change: (calls) =>
      withEmbedding(input.embedding, calls).map((call, place) => {
        const before = calls[place]?.extraNanoUsd ?? 0
        return isServed.has(call.caseNo) ? { ...call, share: 0, extraNanoUsd: call.extraNanoUsd - before } : call
      }),
    quality: {
      kind: 'verdict',
      verdict:
        best === null
          ? // More wrong hits seen than are allowed: no further case makes that undecided.
            shown.wrongHits > shown.hits * input.rule.margin
            ? 'worse'
            : 'cheaper-undecided'
          : 'not-worse-and-cheaper',
      isProven: false,
      caveats: ['not-hold-out'],
      sentence: `${counted}; the mean score changes by ${signed(shown.scoreDifference)} points${best === null ? `, where ${margin} points of wrong hits are allowed` : ''}.`,
    },
    served: { kind: 'rescored', rescore: (scores) => rescored(scores, cases, shown) },
    method: `Cases replayed in their order. ${input.embedding.text} Numbers and negations must be equal; level divided by ${THRESHOLDS.length} thresholds.`,
    notes: [
      ...embeddingNotes(input.embedding),
      'Wrong hits are the risk, not stale ones: a published banking test had 99 % wrong hits from a similarity of 0.7 on.',
      `The cache held at most ${cases.length} cases; in production it grows, and so do hits and wrong hits.`,
    ],
    evidence: { runIds: [input.run.id], cases: cases.length },
    curves: [curveOf(points, { margin: input.rule.margin, shown })],
    actions: [
      ...(best === null ? [] : [{ kind: 'export' as const, label: 'Export the settings', exportId: 'settings-json' }]),
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
    ],
    ...(model === undefined
      ? {}
      : {
          decision: {
            kind: 'semantic-cache' as const,
            model,
            threshold: shown.threshold,
            embeddingModelId: input.embedding.modelId,
            variables: Object.keys(input.cases[0]?.variables ?? {}).sort(),
          },
        }),
  }
  return offer
}

/** An earlier case's answer scores as it did where it is right for the new one too. */
function rescored(
  scores: readonly (number | null)[],
  cases: readonly PlacedCase[],
  { served }: SemanticPoint,
): readonly (number | null)[] {
  const next = [...scores]
  for (const [place, { caseNo }] of cases.entries()) {
    const hit = served[place]
    if (!hit) continue
    next[caseNo] = hit.isRight ? (scores[cases[hit.from]?.caseNo ?? caseNo] ?? null) : 0
  }
  return next
}

function curveOf(
  points: readonly SemanticPoint[],
  { margin, shown }: { readonly margin: number; readonly shown: SemanticPoint },
): LeverCurve {
  const known = points.filter(({ hits }) => hits > 0)
  const rate = ({ wrongHits, hits }: SemanticPoint) => wrongHits / hits
  const edges = [...new Set([0, ...known.map(({ hitRatio }) => hitRatio)])].sort((a, b) => a - b)
  const ends = [edges[0] ?? 0, edges.at(-1) ?? 1]
  return {
    title: 'Hits against wrong hits, by similarity',
    xLabel: 'Share of calls served',
    yLabel: 'Share of hits that are wrong',
    xUnit: 'ratio',
    yUnit: 'ratio',
    series: [
      { name: `Allowed: ${percent(margin)}`, role: 'reference', points: ends.map((x) => ({ x, y: margin })) },
      {
        name: 'By similarity, with its upper bound',
        role: 'line',
        points: known
          .toSorted((a, b) => a.hitRatio - b.hitRatio)
          .map((point) => ({
            x: point.hitRatio,
            y: rate(point),
            low: rate(point),
            high: point.wrongBound,
            label: String(point.threshold),
          })),
      },
      {
        name: `From ${shown.threshold} on`,
        role: 'chosen',
        points: [{ x: shown.hitRatio, y: shown.hits === 0 ? 0 : rate(shown) }],
      },
    ],
    note: `From ${shown.threshold} on, ${percent(shown.hitRatio)} of the cases are served from an earlier one; at most ${percent(shown.wrongBound)} of these wrongly.`,
  }
}
