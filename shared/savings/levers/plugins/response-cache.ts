import type { LeverCurve } from '../../../domain/savings.ts'
import { textVariables } from '../../paired/grid-of-input.ts'
import { percent } from '../../paired/policy-curve.ts'
import { madeLess } from '../../planned-call.ts'
import { staleShare } from '../../replays/response-cache.ts'
import type { SavingsInput } from '../../savings-input.ts'
import { type CacheSweep, CHANGES, cacheSweep, LIFETIMES_S } from '../cache-sweep.ts'
import { casesByText } from '../cases-by-text.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'

/**
 * Answers word-for-word repeats from a cache: hit share h(T) = Σ p·λpT ÷ (1 + λpT) over the keys' shares p at evenly random arrivals;
 * stale hits 1 − (1 − e^{−T/c}) ÷ (T/c) where the truth changes every c on average. Recorded times are replayed instead.
 */
export const plugin: Lever = {
  id: 'response-cache',
  label: 'Response cache',
  effort: 'day',
  family: 'answer-cache',
  *find(input): Generator<undefined, LeverFinding> {
    const { repeatRatio } = input.assumptions
    if (repeatRatio !== null) return said(input, repeatRatio)
    const keys = casesByText(input)
    const repeated = [...keys.values()].flatMap(({ length }) => (length < 2 ? [] : [length]))
    const sweep = yield* cacheSweep(input, repeated)
    if (sweep === null || Math.max(...sweep.points.map(({ hits }) => hits)) === 0) {
      return {
        kind: 'no-data',
        missing: `${whyNone(sweep, repeated.length)} Nobody has said how many calls repeat an earlier one word for word.`,
        remedy:
          'Say the share below, import a usage log with the prompt’s text or hash, or cases as production had them, repeats included.',
        actions: [{ kind: 'say', label: 'Share of calls that repeat an earlier one', what: 'repeatRatio' }],
      }
    }
    return measured(input, keys, sweep)
  },
}

/** A sweep without a hit may be the log's own word although cases repeat, or of cases that repeat in a log that is too short. */
function whyNone(sweep: CacheSweep | null, repeated: number): string {
  const cases = repeated === 0 ? 'No case of the run comes twice' : 'Some cases of the run come more than once'
  if (sweep === null) return `${cases}, and no recorded times of calls tell what was asked.`
  const times = sweep.hasKeys
    ? 'no call of the usage logs asks what one in the 30 days before it asked'
    : 'at these times of calls none of them would be found in a cache'
  return `${cases}, ${repeated === 0 ? 'and' : 'but'} ${times}.`
}

const HOUR_S = 3600
const DAY_S = 24 * HOUR_S
/** Answers a day old are taken; older ones only where the user says so. */
const CHOSEN_S = DAY_S

function measured(input: SavingsInput, keys: ReadonlyMap<string, readonly number[]>, sweep: CacheSweep): LeverOffer {
  const count = input.cases.length
  const missOfCase = sweep.hasKeys ? null : missesOf(input, keys, hitsAt(sweep, CHOSEN_S))
  const hits =
    missOfCase === null ? hitsAt(sweep, CHOSEN_S) : 1 - missOfCase.reduce((sum, miss) => sum + miss, 0) / count
  const base = offerBase(input)
  return {
    ...base,
    choice: `Word-for-word repeats from a cache that lives a day: ${percent(hits)} of the calls`,
    change: (calls) => calls.map((call) => madeLess(call, missOfCase?.[call.caseNo] ?? 1 - hits)),
    method: sweep.isReplayed
      ? `Calls replayed one by one through a cache whose entries live a day from writing. ${sweep.source}`
      : `${base.method} ${sweep.source}`,
    notes: [
      sweep.hasKeys
        ? 'What was asked is the log’s own, by a hash of it: a call counts as a repeat only if all its text is the same.'
        : `${count - keys.size} of ${count} cases repeat an earlier one: that holds for production only if the cases were taken from it as they came.`,
      ...(sweep.hasKeys
        ? []
        : sweep.isReplayed
          ? ['The log does not tell what was asked: requests are drawn from the cases by their shares.']
          : ['Requests are assumed to come evenly at random; in bursts more of them hit.']),
      ...freshNotes(input),
    ],
    curves: [ttlCurve(sweep), staleCurve(sweep.points)],
  }
}

/** By case, the share of its calls that still ask the model; where calls were replayed, scaled to what the replay found. */
function missesOf(input: SavingsInput, keys: ReadonlyMap<string, readonly number[]>, wanted: number): Float64Array {
  const count = input.cases.length
  const perDay = input.profile.callsPerDay
  const hitOfCase = new Float64Array(count)
  // A key that came once may be one of many: only what was seen to repeat is counted as repeating.
  for (const ofKey of keys.values()) {
    const rate = ofKey.length < 2 ? 0 : ((ofKey.length / count) * perDay * CHOSEN_S) / DAY_S
    for (const caseNo of ofKey) hitOfCase[caseNo] = rate / (1 + rate)
  }
  const found = hitOfCase.reduce((sum, hit) => sum + hit, 0) / count
  return hitOfCase.map((hit) => 1 - Math.min(1, found === 0 ? 0 : (hit * wanted) / found))
}

function hitsAt({ points }: CacheSweep, seconds: number): number {
  return points.find((point) => point.seconds === seconds)?.hits ?? 0
}

function said(input: SavingsInput, repeatRatio: number): LeverOffer {
  return {
    ...offerBase(input),
    choice: `Word-for-word repeats from a cache: ${percent(repeatRatio)} of the calls, as you said`,
    change: (calls) => calls.map((call) => madeLess(call, 1 - repeatRatio)),
    notes: [
      'The share of repeats is your word, not a measurement; published shares in production lie between 20 and 45 %, by application.',
      ...freshNotes(input),
    ],
    curves: [staleCurve(staleByFormula())],
  }
}

function offerBase(input: SavingsInput): Omit<LeverOffer, 'choice' | 'change' | 'notes' | 'curves'> {
  const model = input.columns[input.baselineNo]
  return {
    kind: 'offer',
    quality: {
      kind: 'unchanged',
      sentence:
        'The same request gets an answer that the same model gave before; it may be out of date, never another one.',
    },
    method: `Hit share Σ p·λpT ÷ (1 + λpT) over the cases' shares, ${input.profile.callsPerDay.toLocaleString('en-US')} calls a day, T one day from writing.`,
    evidence: { runIds: [input.run.id], cases: input.cases.length },
    actions: [
      { kind: 'say', label: 'Share of calls that repeat an earlier one', what: 'repeatRatio' },
      { kind: 'export', label: 'Export the settings', exportId: 'settings-json' },
      { kind: 'export', label: 'Export the decision', exportId: 'markdown' },
    ],
    ...(model === undefined
      ? {}
      : {
          decision: {
            kind: 'response-cache' as const,
            model,
            ttlSeconds: CHOSEN_S,
            freshVariables: freshVariables(input),
          },
        }),
  }
}

/** Variables that by their names hold the moment. */
function freshVariables({ cases }: SavingsInput): readonly string[] {
  const names = Object.keys(textVariables(cases[0]?.variables ?? {}))
  return names.filter((name) => /(?:^|_|\b)(?:now|today|date|time|timestamp|datetime)(?:_|\b|$)/i.test(name))
}

function freshNotes(input: SavingsInput): readonly string[] {
  const names = freshVariables(input)
  if (names.length === 0) return []
  return [
    `${names.map((name) => `{{${name}}}`).join(', ')} changes with the moment: such calls never repeat, so leave it out of the key or do not cache.`,
  ]
}

function ttlCurve(sweep: CacheSweep): LeverCurve {
  const { points } = sweep
  const day = hitsAt(sweep, DAY_S)
  return {
    title: 'Hits by lifetime',
    xLabel: 'Lifetime in hours',
    yLabel: 'Share of calls answered from the cache',
    xUnit: 'number',
    yUnit: 'ratio',
    xScale: 'log',
    series: [
      { name: 'Hits', role: 'line', points: points.map(({ seconds, hits }) => ({ x: seconds / HOUR_S, y: hits })) },
      { name: 'A day', role: 'chosen', points: [{ x: CHOSEN_S / HOUR_S, y: day }] },
    ],
    note: `A longer life finds more: ${percent(hitsAt(sweep, HOUR_S))} within an hour, ${percent(day)} within a day, ${percent(hitsAt(sweep, 30 * DAY_S))} within 30 days.`,
  }
}

type StalePoint = Pick<CacheSweep['points'][number], 'seconds' | 'stale'>

function staleByFormula(): readonly StalePoint[] {
  return LIFETIMES_S.map((seconds) => ({
    seconds,
    stale: CHANGES.map((change) => staleShare(seconds, change.seconds)),
  }))
}

function staleCurve(points: readonly StalePoint[]): LeverCurve {
  const weekly = CHANGES.findIndex(({ seconds }) => seconds === 7 * DAY_S)
  const day = points.find(({ seconds }) => seconds === DAY_S)?.stale[weekly] ?? 0
  return {
    title: 'Stale hits by lifetime',
    xLabel: 'Lifetime in hours',
    yLabel: 'Share of hits that are out of date',
    xUnit: 'number',
    yUnit: 'ratio',
    xScale: 'log',
    series: CHANGES.map(({ name }, place) => ({
      name,
      role: 'line' as const,
      points: points.map(({ seconds, stale }) => ({ x: seconds / HOUR_S, y: stale[place] ?? 0 })),
    })),
    note: `At a life of one day, ${percent(day)} of the hits are out of date where the truth changes weekly.`,
  }
}
