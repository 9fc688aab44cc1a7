import {
  isOptimizeMode,
  type SearchMode,
  type SqueezeProof,
  type SqueezeStage,
  type SqueezeState,
} from '../../../shared/domain/squeeze.ts'
import type { Tone } from '../../ui/marks.tsx'

export interface Word {
  readonly text: string
  readonly tone: Tone
}

/** What a search is for: the choice before all others. */
export type Goal = 'squeeze' | 'optimize'

export const GOALS: readonly {
  readonly goal: Goal
  readonly label: string
  readonly name: string
  readonly text: string
}[] = [
  {
    goal: 'squeeze',
    label: 'Make it cheaper',
    name: 'Squeeze',
    text: 'Says the same with less. Nothing is added, and the quality is held.',
  },
  {
    goal: 'optimize',
    label: 'Better and cheaper',
    name: 'Optimize',
    text: 'Also learns from cases that fail: breeds candidates, keeps the front of quality and cost.',
  },
]

export function goalOf(mode: SearchMode): Goal {
  return isOptimizeMode(mode) ? 'optimize' : 'squeeze'
}

/** "squeeze" or "optimization", as it stands in a sentence. */
export function nounOf(mode: SearchMode): string {
  return isOptimizeMode(mode) ? 'optimization' : 'squeeze'
}

export const MODES: readonly {
  readonly mode: SearchMode
  readonly label: string
  readonly calls: string
  readonly text: string
}[] = [
  {
    mode: 'quick',
    label: 'Quick',
    calls: 'no calls on cases',
    text: 'Lossless fixes and a small model’s rewrites, checked by the gates alone. The result is unverified.',
  },
  {
    mode: 'frugal',
    label: 'Frugal',
    calls: '≤ 300 calls',
    text: 'Measures the dearest parts one at a time, races few candidates and confirms the best on the hold-out.',
  },
  {
    mode: 'standard',
    label: 'Standard',
    calls: '≤ 1,300 calls',
    text: 'Measures every part, races up to 16 candidates, repairs the best and confirms it on the hold-out.',
  },
  {
    mode: 'light',
    label: 'Light',
    calls: '≤ 300 calls',
    text: 'Small steps on up to 24 cases; the best compromise of the front is confirmed on the hold-out.',
  },
  {
    mode: 'medium',
    label: 'Medium',
    calls: '≤ 800 calls',
    text: 'Up to 40 cases; two candidates of the front are confirmed on the hold-out.',
  },
  {
    mode: 'heavy',
    label: 'Heavy',
    calls: '≤ 2,000 calls',
    text: 'Up to 80 cases; the best compromise, the cheapest and the best are confirmed on the hold-out.',
  },
]

/** Of a goal, from the quickest to the most thorough. */
export function modesOf(goal: Goal): typeof MODES {
  return MODES.filter(({ mode }) => goalOf(mode) === goal)
}

export const MODE_LABELS: Readonly<Record<SearchMode, string>> = {
  quick: 'Quick',
  frugal: 'Frugal',
  standard: 'Standard',
  light: 'Optimize, light',
  medium: 'Optimize, medium',
  heavy: 'Optimize, heavy',
}

export const STATES: Readonly<Record<SqueezeState, Word>> = {
  running: { text: 'running', tone: 'accent' },
  paused: { text: 'paused', tone: 'warn' },
  finished: { text: 'finished', tone: 'good' },
  stopped: { text: 'stopped', tone: 'warn' },
  cancelled: { text: 'cancelled', tone: 'neutral' },
  failed: { text: 'failed', tone: 'bad' },
  interrupted: { text: 'interrupted', tone: 'warn' },
}

export const PROOFS: Readonly<Record<SqueezeProof, Word>> = {
  none: { text: 'nothing better', tone: 'neutral' },
  unverified: { text: 'unverified', tone: 'warn' },
  undecided: { text: 'undecided', tone: 'warn' },
  indicative: { text: 'indicative', tone: 'warn' },
  proven: { text: 'proven', tone: 'good' },
}

/** What a squeeze does, in order; quick mode ends after the proposals. */
export const STAGES: readonly { readonly stage: SqueezeStage; readonly label: string; readonly text: string }[] = [
  { stage: 'reading', label: 'Read', text: 'Reads the prompt into segments.' },
  { stage: 'ledger', label: 'Rules', text: 'Asks the small model for rules that the prompt states.' },
  { stage: 'proposing', label: 'Proposals', text: 'Collects edits and holds each against the gates.' },
  { stage: 'attribution', label: 'Worth', text: 'Leaves parts out and sees what it does to the score.' },
  { stage: 'racing', label: 'Race', text: 'Runs the candidates on the development cases, and drops who falls behind.' },
  { stage: 'repairing', label: 'Repair', text: 'Puts back or rewords what the best candidates lost.' },
  { stage: 'searching', label: 'Search', text: 'Breeds candidates, and races the children against their parents.' },
  { stage: 'confirming', label: 'Confirm', text: 'Holds the best against the original on the hold-out, once.' },
]

export function stagesOf(mode: SearchMode): typeof STAGES {
  if (mode === 'quick') return STAGES.slice(0, 3)
  const others: readonly SqueezeStage[] = isOptimizeMode(mode) ? ['attribution', 'racing', 'repairing'] : ['searching']
  return STAGES.filter(({ stage }) => !others.includes(stage))
}

/** "+0.2", "−1.1", "0.0": points of score, 100 = all. */
export function pointsText(points: number): string {
  const text = Math.abs(points).toFixed(1)
  if (text === '0.0') return text
  return `${points < 0 ? '−' : '+'}${text}`
}
