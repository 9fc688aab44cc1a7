import { formatUsd } from '../cost/format-usd.ts'
import { usdToNano } from '../domain/money.ts'
import { quantile } from '../stats/quantile.ts'
import { checkBaseline } from './check-baseline.ts'
import { checkCritical } from './check-critical.ts'
import type { GateLimits, GateRule } from './gate-config.ts'
import { marginPower } from './margin-power.ts'
import type { CriticalAssertion, PromptTokens, Snapshot, SnapshotColumn } from './snapshot.ts'

/** `unknown`: it could not be measured, so it is neither passed nor failed. */
export type GateStatus = 'passed' | 'failed' | 'unknown'

export interface GateCheck {
  readonly prompt: string
  readonly modelId: string
  /** The limit's name in `pithy.yaml`, `critical` or `baseline`. */
  readonly rule: keyof GateLimits | 'critical' | 'baseline'
  readonly status: GateStatus
  /** In one sentence what was measured and what was allowed. */
  readonly text: string
}

export interface GateReport {
  readonly name: string
  /** incomplete: nothing failed, and something could not be checked. */
  readonly outcome: 'passed' | 'failed' | 'incomplete'
  readonly checks: readonly GateCheck[]
  readonly notes: readonly string[]
}

export interface GateInput {
  readonly name: string
  readonly prompts: readonly PromptTokens[]
  /** Null = nothing was asked, so only the tokens are checked. */
  readonly snapshot: Snapshot | null
  readonly baseline: Snapshot | null
  readonly rule: GateRule
  readonly critical: readonly CriticalAssertion[]
}

/** Whether a change may be merged: every limit of every prompt on every model, and the baseline. Asks and reads nothing. */
export function judgeGate({ name, prompts, snapshot, baseline, rule, critical }: GateInput): GateReport {
  const checks = prompts.flatMap((prompt): readonly GateCheck[] => {
    const tokens = checkTokens(prompt)
    if (!snapshot) return tokens
    const column = snapshot.columns.find((one) => one.prompt === prompt.prompt && one.modelId === prompt.modelId)
    if (!column) return tokens
    return [
      ...tokens,
      ...checkColumn(column, prompt.limits),
      ...critical.map((assertion) => checkCritical(column, assertion)),
      ...(baseline ? [checkBaseline(column, baseline, rule)] : []),
    ]
  })
  const isIncomplete = snapshot?.isComplete === false || checks.some(({ status }) => status === 'unknown')
  const outcome = checks.some(({ status }) => status === 'failed') ? 'failed' : isIncomplete ? 'incomplete' : 'passed'
  return {
    name,
    outcome,
    checks,
    notes: [...notesOf(snapshot, checks), ...(baseline && snapshot ? [marginPower(rule)] : [])],
  }
}

function notesOf(snapshot: Snapshot | null, checks: readonly GateCheck[]): readonly string[] {
  const failed = snapshot?.columns.flatMap(({ cases }) => cases).reduce((sum, one) => sum + one.failed, 0) ?? 0
  return [
    ...(checks.length === 0 ? ['No limit is given and no baseline named, so nothing was checked.'] : []),
    ...(failed > 0 ? [`${failed} calls have no answer.`] : []),
    ...(snapshot?.isComplete === false
      ? ['The run is incomplete: run the gate again, what is answered is not asked again.']
      : []),
    ...(snapshot?.columns.some(({ isSimulation }) => isSimulation)
      ? ['Sandbox models are a simulation: their numbers say nothing about a real model.']
      : []),
  ]
}

function checkTokens({ prompt, modelId, tokens, isExact, limits }: PromptTokens): readonly GateCheck[] {
  const limit = limits.maxTokensPerPrompt
  if (limit === undefined) return []
  const measured = Math.round(tokens)
  const text = `${isExact ? '' : 'about '}${count(measured)} tokens in every call; at most ${count(limit)} are allowed`
  return [{ prompt, modelId, rule: 'maxTokensPerPrompt', status: measured > limit ? 'failed' : 'passed', text }]
}

interface Measure {
  readonly rule: keyof GateLimits
  readonly value: number | null
  readonly limit: number | undefined
  readonly isMinimum: boolean
  readonly what: string
  readonly write: (value: number) => string
}

function checkColumn(column: SnapshotColumn, limits: GateLimits): readonly GateCheck[] {
  const { prompt, modelId, cases } = column
  const costs = cases.map(({ costNanoUsd }) => costNanoUsd)
  const scores = cases.flatMap(({ score }) => score ?? [])
  const scored = cases.reduce((sum, one) => sum + one.scored, 0)
  const passed = cases.reduce((sum, one) => sum + one.passed, 0)
  const meanCost = costs.includes(null) ? null : mean(costs.flatMap((cost) => cost ?? []))
  const dearest = meanCost === null ? null : costs.reduce<number>((most, cost) => Math.max(most, cost ?? 0), 0)
  const latencies = cases.flatMap(({ latenciesMs }) => latenciesMs)
  const nano = (usd: number | undefined) => (usd === undefined ? undefined : usdToNano(usd))
  const maximum = { isMinimum: false } as const
  const minimum = { isMinimum: true } as const
  const measures: readonly Measure[] = [
    {
      ...maximum,
      rule: 'maxCostPerCallUsd',
      value: dearest,
      limit: nano(limits.maxCostPerCallUsd),
      what: 'for a call of the dearest case',
      write: formatUsd,
    },
    {
      ...maximum,
      rule: 'maxCostPer1000Usd',
      value: meanCost === null ? null : meanCost * 1000,
      limit: nano(limits.maxCostPer1000Usd),
      what: 'per 1,000 cases',
      write: formatUsd,
    },
    {
      ...minimum,
      rule: 'minScore',
      value: mean(scores),
      limit: limits.minScore,
      what: 'mean score',
      write: (value) => value.toFixed(3),
    },
    {
      ...minimum,
      rule: 'minPassRate',
      value: scored === 0 ? null : passed / scored,
      limit: limits.minPassRate,
      what: 'of the answers pass',
      write: percent,
    },
    {
      ...maximum,
      rule: 'maxLatencyP50Ms',
      value: quantile(latencies, 0.5),
      limit: limits.maxLatencyP50Ms,
      what: 'median latency',
      write: ms,
    },
    {
      ...maximum,
      rule: 'maxLatencyP95Ms',
      value: quantile(latencies, 0.95),
      limit: limits.maxLatencyP95Ms,
      what: 'latency at the 95th percentile',
      write: ms,
    },
  ]
  return measures.flatMap(({ rule, value, limit, isMinimum, what, write }): readonly GateCheck[] => {
    if (limit === undefined) return []
    const bound = `${isMinimum ? 'at least' : 'at most'} ${write(limit)} ${isMinimum ? 'is asked for' : 'is allowed'}`
    if (value === null) return [{ prompt, modelId, rule, status: 'unknown', text: `${unknownText(rule)}; ${bound}` }]
    const isBroken = isMinimum ? value < limit : value > limit
    return [
      { prompt, modelId, rule, status: isBroken ? 'failed' : 'passed', text: `${write(value)} ${what}; ${bound}` },
    ]
  })
}

function unknownText(rule: keyof GateLimits): string {
  if (rule.includes('Cost'))
    return 'the cost is unknown: a call is unanswered or unpriced (give the prices in the plan)'
  if (rule.startsWith('min')) return 'no answer is scored: give the plan an assertion'
  return 'no call was timed'
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`
}

function ms(value: number): string {
  return `${Math.round(value).toLocaleString('en-US')} ms`
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
