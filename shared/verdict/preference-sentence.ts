import type { Preference } from '../domain/comparison.ts'
import type { CasePart } from '../domain/verdict.ts'

type Said = Omit<Preference, 'sentence'>

/**
 * The preference in one sentence: "sandbox/large prefers B to A: 42 wins, 20 losses, 50 ties (net +19.6 points, +10.1 to +29.0; p =
 * 0.005; 112 cases, hold-out)." What is no proof begins with "Indicative:"; what was not decided says so.
 */
export function preferenceSentence(
  preference: Said,
  { chooser, baseline, candidate }: { readonly chooser: string; readonly baseline: string; readonly candidate: string },
  part: CasePart,
): string {
  const { cases, wins, losses, ties, isProven } = preference
  if (cases === 0) return `No case was compared yet.`
  const verb = chooser === 'You' || chooser === 'People' ? 'prefer' : 'prefers'
  const [better, worse] = wins >= losses ? [candidate, baseline] : [baseline, candidate]
  const claim = isShown(preference)
    ? `${chooser} ${verb} ${better} to ${worse}`
    : `Undecided whether ${chooser === 'You' ? 'you' : chooser} ${verb} ${candidate} or ${baseline}`
  const score = `${countOf(wins, 'win')}, ${countOf(losses, 'loss')}, ${countOf(ties, 'tie')} of ${candidate}`
  const said = `${claim}: ${score} (${circumstances(preference, part)}).`
  return isProven ? said : `Indicative: ${said}`
}

/** Whether the interval leaves one direction only. */
export function isShown({ netInterval }: Pick<Preference, 'netInterval'>): boolean {
  return netInterval !== null && (netInterval.low > 0 || netInterval.high < 0)
}

/** "net +19.6 points (+10.1 to +29.0)" */
export function netText({ net, netInterval }: Pick<Preference, 'net' | 'netInterval'>): string {
  if (net === null) return 'net unknown'
  const range = netInterval === null ? '' : ` (${signed(netInterval.low)} to ${signed(netInterval.high)})`
  return `net ${signed(net)} points${range}`
}

/** "p = 0.005", "p < 0.001" */
export function pText(pValue: number): string {
  return pValue < 0.001 ? 'p < 0.001' : `p = ${pValue.toFixed(3)}`
}

function circumstances({ net, netInterval, pValue, cases, open }: Said, part: CasePart): string {
  const where = part === 'hold-out' ? 'hold-out' : part === 'dev' ? 'development cases' : 'all cases'
  const counted = `${cases.toLocaleString('en-US')} ${cases === 1 ? 'case' : 'cases'}`
  const left = open === 0 ? [] : [`${open.toLocaleString('en-US')} not compared yet`]
  const facts = [netText({ net, netInterval }), ...(pValue === null ? [] : [pText(pValue)])]
  return `${facts.join('; ')}; ${[counted, where, ...left].join(', ')}`
}

function countOf(count: number, noun: 'win' | 'loss' | 'tie'): string {
  const plural = noun === 'loss' ? 'losses' : `${noun}s`
  return `${count.toLocaleString('en-US')} ${count === 1 ? noun : plural}`
}

function signed(share: number): string {
  const text = Math.abs(share * 100).toFixed(1)
  if (text === '0.0') return '0.0'
  return `${share < 0 ? '−' : '+'}${text}`
}
