import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { allSteps } from '../shared/all-steps.ts'
import { csvRecords } from '../shared/import/csv-records.ts'
import { type CascadeEvaluation, evaluateCascade } from '../shared/savings/cascade/evaluate-cascade.ts'
import { validators } from '../shared/savings/cascade/validators.ts'
import { type AnswerGrid, outcomesOfOption } from '../shared/savings/paired/answer-grid.ts'
import { meanPoint } from '../shared/savings/paired/assess-policies.ts'
import { mixHull } from '../shared/savings/paired/mix-hull.ts'
import { eitherScore } from '../shared/savings/paired/oracle-frontier.ts'
import { evaluateRouter, type RouterEvaluation } from '../shared/savings/routing/evaluate-router.ts'
import { routers } from '../shared/savings/routing/routers.ts'

// Routers and cascades on 1,319 real answers of a small and a large model (../shared/data, not part of the repository): one line of
// JSON each, out-of-fold, with 95 % intervals. Costs are four characters to a token at $0.24 and $24.7 per million, the mean prices
// that RouteLLM (arXiv 2406.18665) reckons Mixtral 8x7B and GPT-4 with.

const file = path.join(import.meta.dirname, '../../../shared/data/gsm8k/two-models.csv')
const near = [file, path.join(import.meta.dirname, '../../shared/data/gsm8k/two-models.csv')].find((name) =>
  existsSync(name),
)
if (near === undefined)
  console.error('pithy: ../shared/data/gsm8k/two-models.csv is not there, so nothing was measured.')
else {
  const grid = readGrid(readFileSync(near, 'utf8'))
  const small = meanPoint(outcomesOfOption(grid, 0))
  const large = meanPoint(outcomesOfOption(grid, 1))
  print({
    cases: grid.cases.length,
    small: percent(small.score),
    large: percent(large.score),
    either: percent(eitherScore(grid)),
  })
  print({ mixHull: mixHull([small, large]).map(({ cost, score }) => [Math.round(cost), percent(score)]) })
  const options = { reference: outcomesOfOption(grid, 1), margin: 0.03, alpha: 0.05, seed: 'gsm8k' }
  for (const router of routers) report(router.id, () => evaluateRouter(grid, router, options))
  for (const validator of validators) report(validator.id, () => evaluateCascade(grid, [0, 1], validator, options))
}

function report(name: string, work: () => Generator<undefined, RouterEvaluation | CascadeEvaluation | null>): void {
  const began = process.cpuUsage().user
  const found = allSteps(work())
  const ms = Math.round((process.cpuUsage().user - began) / 1000)
  if (found === null) {
    print({ name, ms, result: 'cannot look at these cases' })
    return
  }
  const { chosen, against, curve } = found
  const mid = curve.toSorted((a, b) => b.aboveMix - a.aboveMix)[0]
  print({
    name,
    ms,
    score: percent(chosen.score),
    costShare: against.costRatio,
    aboveMix: [chosen.aboveMix, ...chosen.aboveMixInterval].map(percent),
    bestOfCurve: mid && [mid.aboveMix, ...mid.aboveMixInterval].map(percent),
    quality: against.quality?.decision,
    optimism: percent(found.optimism),
  })
}

function readGrid(text: string): AnswerGrid {
  const rows = [...csvRecords(text, ',')].flat().map(({ cells }) => cells)
  const cases = rows
    .slice(1)
    .filter((cells) => cells.length === 5)
    .map(([prompt = '', small, large, smallAnswer = '', largeAnswer = ''], index) => ({
      caseId: String(index),
      cluster: prompt,
      tags: [],
      variables: { prompt },
      answers: [answer(prompt, small, smallAnswer, 0.24), answer(prompt, large, largeAnswer, 24.7)],
    }))
  return { options: ['Mixtral 8x7B', 'GPT-4'].map((label) => ({ id: label, label })), cases }
}

function answer(prompt: string, isRight: string | undefined, output: string, usdPerMillion: number) {
  const score = isRight === 'True' ? 1 : 0
  const cost = ((prompt.length + output.length) / 4) * usdPerMillion * 1000
  const trial = { output, score, cost, latencyMs: null, outputTokens: output.length / 4, finishReason: null }
  return { score, cost, latencyMs: null, trials: [{ ...trial, meanLogProbability: null, judgeScore: null }] }
}

function percent(share: number): number {
  return Number((share * 100).toFixed(1))
}

function print(line: unknown): void {
  console.log(JSON.stringify(line))
}
