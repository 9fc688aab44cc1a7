import type { LeverCurve } from '../../../domain/savings.ts'
import { textVariables } from '../../paired/grid-of-input.ts'
import { percent } from '../../paired/policy-curve.ts'
import { poissonHitRatio, staleShare } from '../../replays/response-cache.ts'
import type { SavingsInput } from '../../savings-input.ts'
import { casesByText } from '../cases-by-text.ts'
import type { Lever, LeverFinding, LeverOffer } from '../lever.ts'

/**
 * Answers word-for-word repeats from a cache: hit share h(T) = Σ p·λpT ÷ (1 + λpT) over the keys' shares p at evenly random arrivals;
 * stale hits 1 − (1 − e^{−T/c}) ÷ (T/c) where the truth changes every c on average.
 */
export const plugin: Lever = {
  id: 'response-cache',
  label: 'Response cache',
  effort: 'day',
  family: 'answer-cache',
  find(input): LeverFinding {
    const { repeatRatio } = input.assumptions
    const keys = casesByText(input)
    const repeats = input.cases.length - keys.size
    if (repeats === 0 && repeatRatio === null) {
      return {
        kind: 'no-data',
        missing:
          'No case of the run comes twice, and nobody has said how many calls repeat an earlier one word for word.',
        remedy: 'Say the share below, or import cases as production had them, repeats included.',
        actions: [{ kind: 'say', label: 'Share of calls that repeat an earlier one', what: 'repeatRatio' }],
      }
    }
    return repeatRatio === null ? measured(input, keys) : said(input, repeatRatio)
  },
}

const HOUR = 3600
const LIFETIMES_S = [60, 600, HOUR, 6 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 30 * 24 * HOUR] as const
const DAY_S = 24 * HOUR
/** Answers a day old are taken; older ones only where the user says so. */
const CHOSEN_S = DAY_S

function measured(input: SavingsInput, keys: ReadonlyMap<string, readonly number[]>): LeverOffer {
  const count = input.cases.length
  const members = [...keys.values()]
  // A key that came once may be one of many: only what was seen to repeat is counted as repeating.
  const sharesOf = members.flatMap(({ length }) => (length < 2 ? [] : [length / count]))
  const perDay = input.profile.callsPerDay
  const hitsAt = (seconds: number) => poissonHitRatio(sharesOf, (perDay * seconds) / DAY_S)
  const missOfCase = new Float64Array(count)
  for (const ofKey of members) {
    const rate = ofKey.length < 2 ? 0 : ((ofKey.length / count) * perDay * CHOSEN_S) / DAY_S
    for (const caseNo of ofKey) missOfCase[caseNo] = 1 / (1 + rate)
  }
  const hits = 1 - missOfCase.reduce((sum, miss) => sum + miss, 0) / count
  return {
    ...offerBase(input),
    choice: `Word-for-word repeats from a cache that lives a day: ${percent(hits)} of the calls`,
    change: (calls) => calls.map((call) => ({ ...call, share: call.share * (missOfCase[call.caseNo] ?? 1) })),
    notes: [
      `${count - keys.size} of ${count} cases repeat an earlier one: that holds for production only if the cases were taken from it as they came.`,
      'Requests are assumed to come evenly at random; in bursts more of them hit.',
      ...freshNotes(input),
    ],
    curves: [ttlCurve(hitsAt), staleCurve()],
  }
}

function said(input: SavingsInput, repeatRatio: number): LeverOffer {
  return {
    ...offerBase(input),
    choice: `Word-for-word repeats from a cache: ${percent(repeatRatio)} of the calls, as you said`,
    change: (calls) => calls.map((call) => ({ ...call, share: call.share * (1 - repeatRatio) })),
    notes: ['The share of repeats is your word, not a measurement.', ...freshNotes(input)],
    curves: [staleCurve()],
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

function ttlCurve(hitsAt: (seconds: number) => number): LeverCurve {
  return {
    title: 'Hits by lifetime',
    xLabel: 'Lifetime',
    yLabel: 'Share of calls answered from the cache',
    xUnit: 'seconds',
    yUnit: 'ratio',
    series: [
      { name: 'Hits', role: 'line', points: LIFETIMES_S.map((seconds) => ({ x: seconds, y: hitsAt(seconds) })) },
      { name: 'A day', role: 'chosen', points: [{ x: CHOSEN_S, y: hitsAt(CHOSEN_S) }] },
    ],
    note: `A longer life finds more: ${percent(hitsAt(HOUR))} within an hour, ${percent(hitsAt(DAY_S))} within a day, ${percent(hitsAt(30 * DAY_S))} within 30 days.`,
  }
}

function staleCurve(): LeverCurve {
  const changes = [
    { name: 'The truth changes daily', seconds: DAY_S },
    { name: 'weekly', seconds: 7 * DAY_S },
    { name: 'monthly', seconds: 30 * DAY_S },
  ]
  return {
    title: 'Stale hits by lifetime',
    xLabel: 'Lifetime',
    yLabel: 'Share of hits that are out of date',
    xUnit: 'seconds',
    yUnit: 'ratio',
    series: changes.map(({ name, seconds }) => ({
      name,
      role: 'line' as const,
      points: LIFETIMES_S.map((ttl) => ({ x: ttl, y: staleShare(ttl, seconds) })),
    })),
    note: `At a life of one day, ${percent(staleShare(DAY_S, 7 * DAY_S))} of the hits are out of date where the truth changes weekly.`,
  }
}
