import type { Caveat, Verdict } from '../domain/verdict.ts'

type Said = Omit<Verdict, 'sentence'> & {
  /** Cases that either side answered with a score, paired or not. */
  readonly scored: { readonly baseline: number; readonly candidate: number }
}

/**
 * The verdict in one sentence: "B costs 37 % less (32 to 42) and is not worse than A by more than 3 points (95 %, 412 paired
 * cases, hold-out)."
 *
 * What is no proof begins with "Indicative:"; what was not decided says so, and never that the two are the same.
 */
export function verdictSentence(verdict: Said): string {
  const said = `${claimOf(verdict)} (${circumstances(verdict)}).`
  return verdict.isProven || verdict.kind === 'unknown' ? said : `Indicative: ${said}`
}

/** What keeps a verdict from being a proof, a sentence each, with the remedy. */
export function caveatText(caveat: Caveat, verdict: Pick<Verdict, 'cases' | 'leftOut' | 'notJudged'>): string {
  switch (caveat) {
    case 'few-cases':
      return `${verdict.cases} paired cases are too few for a proof: at least 60 are needed.`
    case 'not-hold-out':
      return 'These cases were there to choose by: confirm the choice on the hold-out.'
    case 'worn-hold-out':
      return 'This hold-out has been looked at more than five times and is worn: add new cases.'
    case 'many-left-out':
      return verdict.leftOut === verdict.notJudged
        ? `${verdict.notJudged} cases are answered but not judged: resume the run to ask only the judge again.`
        : `${verdict.leftOut} cases have an error or no score on one side: resume the run.`
    case 'simulation':
      return 'Sandbox models are a simulation: this says nothing about a real model.'
    case 'judge-not-calibrated':
      return 'Judge not calibrated: its scores are not yet backed by enough human labels. Label at least 50 outputs by hand.'
    default:
      return caveat satisfies never
  }
}

function claimOf(verdict: Said): string {
  const { kind, candidateLabel: candidate, baselineLabel: baseline, moreCases } = verdict
  switch (kind) {
    case 'not-worse-and-cheaper':
      return `${candidate} costs ${costText(verdict)} and is not worse than ${baseline} by more than ${points(verdict.margin)} points`
    case 'cheaper-undecided':
      return `${candidate} costs ${costText(verdict)}; quality against ${baseline} undecided${moreCases === null ? '' : `: about ${count(moreCases)} more cases would settle it`}`
    case 'worse':
      return `${worseText(verdict)}${isCheaper(verdict) ? `; it costs ${costText(verdict)}` : ''}`
    case 'no-saving':
      return `No saving shown: ${candidate} costs ${costText(verdict)} ${isManyTimes(verdict) || isSame(verdict) ? 'as' : 'than'} ${baseline}${qualityText(verdict)}`
    case 'unknown':
      return unknownText(verdict)
    default:
      return kind satisfies never
  }
}

function worseText({ critical, candidateLabel, baselineLabel, difference, differenceInterval, margin }: Said): string {
  const broken = critical.find(({ losses }) => losses > 0)
  if (broken)
    return `${candidateLabel} fails the critical assertion "${short(broken.label)}" in ${count(broken.losses)} of ${count(broken.cases)} cases where ${baselineLabel} passes`
  const isBeyond = differenceInterval !== null && differenceInterval.high < -margin
  const how = isBeyond ? ` by more than ${points(margin)} points` : ''
  return `${candidateLabel} is worse than ${baselineLabel}${how}: ${differenceText(difference, differenceInterval)}`
}

function unknownText({ candidateLabel, baselineLabel, cases, costRatio, scored }: Said): string {
  const start = `No verdict on ${candidateLabel} against ${baselineLabel}`
  if (scored.baseline === 0 && scored.candidate === 0)
    return `${start}: no answer of either is scored; give the eval set an assertion, or resume the run if it failed`
  if (scored.candidate === 0) return `${start}: ${candidateLabel} has no scored answer`
  if (scored.baseline === 0) return `${start}: ${baselineLabel} has no scored answer`
  if (cases === 0) return `${start}: no case is scored on both sides`
  if (cases < 2) return `${start}: a single case is scored on both sides`
  if (costRatio === null) return `${start}: one of them is unpriced or cost nothing; enter its price and run again`
  return `${start}: too few independent cases`
}

function qualityText({ difference, differenceInterval }: Said): string {
  return difference === null ? '' : `; quality ${differenceText(difference, differenceInterval)}`
}

/** "−8.1 points (−12.0 to −4.3)" */
export function differenceText(difference: number | null, interval: Verdict['differenceInterval']): string {
  if (difference === null) return 'unknown'
  const range = interval === null ? '' : ` (${signed(interval.low)} to ${signed(interval.high)})`
  return `${signed(difference)} points${range}`
}

/** "37 % less (32 to 42)", "12 % more (8 to 16)", "2 % less (5 % more to 9 % less)", "20 times as much (19 to 21)" */
export function costText({ costRatio, costRatioInterval }: Pick<Verdict, 'costRatio' | 'costRatioInterval'>): string {
  if (costRatio === null) return 'an unknown amount'
  if (isSame({ costRatio, costRatioInterval })) return 'the same'
  if (isManyTimes({ costRatio, costRatioInterval })) {
    const range =
      costRatioInterval === null ? '' : ` (${times(costRatioInterval.low)} to ${times(costRatioInterval.high)})`
    return `${times(costRatio)} times as much${range}`
  }
  const isLess = costRatio <= 1
  const share = percent(isLess ? 1 - costRatio : costRatio - 1)
  const word = isLess ? 'less' : 'more'
  if (costRatioInterval === null) return `${share} % ${word}`
  const { low, high } = costRatioInterval
  if (high < 1) return `${share} % ${word} (${percent(1 - high)} to ${percent(1 - low)})`
  if (low > 1) return `${share} % ${word} (${percent(low - 1)} to ${percent(high - 1)})`
  return `${share} % ${word} (${percent(high - 1)} % more to ${percent(1 - low)} % less)`
}

function isManyTimes({ costRatio, costRatioInterval }: Pick<Verdict, 'costRatio' | 'costRatioInterval'>): boolean {
  return costRatio !== null && costRatio >= 2 && (costRatioInterval === null || costRatioInterval.low > 1)
}

/** To a thousandth, with its interval: "0 % less (0 % more to 0 % less)" would say no more. */
function isSame({ costRatio, costRatioInterval }: Pick<Verdict, 'costRatio' | 'costRatioInterval'>): boolean {
  const all = [costRatio, costRatioInterval?.low ?? costRatio, costRatioInterval?.high ?? costRatio]
  return all.every((ratio) => ratio !== null && Math.abs(ratio - 1) < 0.0005)
}

function times(ratio: number): string {
  return ratio.toPrecision(3)
}

function isCheaper({ costRatioInterval }: Said): boolean {
  return costRatioInterval !== null && costRatioInterval.high < 1
}

function circumstances({ alpha, cases, part, leftOut, notJudged }: Said): string {
  const where = part === 'hold-out' ? 'hold-out' : part === 'dev' ? 'development cases' : 'all cases'
  const facts = [`${points(1 - alpha)} %`, `${count(cases)} paired case${cases === 1 ? '' : 's'}`, where]
  return [...facts, ...leftOutText({ leftOut, notJudged })].join(', ')
}

/** "3 cases not judged", "5 left out, 3 of them not judged"; nothing where none is. */
export function leftOutText({ leftOut, notJudged }: Pick<Verdict, 'leftOut' | 'notJudged'>): readonly string[] {
  if (leftOut === 0) return []
  if (notJudged === 0) return [`${count(leftOut)} left out`]
  if (notJudged === leftOut) return [`${count(notJudged)} case${notJudged === 1 ? '' : 's'} not judged`]
  return [`${count(leftOut)} left out`, `${count(notJudged)} of them not judged`]
}

/** Percentages of a cost: whole ones, except close to zero. */
function percent(share: number): string {
  const value = share * 100
  const text = Math.abs(value) < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(0)
  return text === '-0' ? '0' : text
}

function points(share: number): string {
  return String(Number((share * 100).toFixed(2)))
}

function signed(share: number): string {
  const text = Math.abs(share * 100).toFixed(1)
  if (text === '0.0') return '0.0'
  return `${share < 0 ? '−' : '+'}${text}`
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function short(label: string): string {
  return label.length > 60 ? `${label.slice(0, 59)}…` : label
}
