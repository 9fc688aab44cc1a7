import type { Calculator } from '../calculator.ts'
import { usd } from '../usd.ts'

export const plugin: Calculator = {
  id: 'steps-or-one',
  label: 'Cost of a solved case',
  question: 'One strong call, or several cheap ones with a check and a retry?',
  fields: [
    { key: 'one', label: 'The strong call', unit: 'usd', initial: 0.02, known: 'callUsd' },
    { key: 'oneRate', label: 'Cases that it solves', unit: 'percent', initial: 92 },
    { key: 'step', label: 'A cheap call', unit: 'usd', initial: 0.002, known: 'callUsd', share: 0.1 },
    { key: 'steps', label: 'Cheap calls per try', unit: 'number', initial: 3 },
    { key: 'rate', label: 'Cases that a try solves', unit: 'percent', initial: 75 },
    { key: 'check', label: 'Checking a try', unit: 'usd', initial: 0.0005, known: 'callUsd', share: 0.025 },
    { key: 'tries', label: 'Tries at most', unit: 'number', initial: 2 },
  ],
  formula:
    'tries used = (1 − (1 − r)^t) ÷ r; $ per solved case = tries · (steps · c + check) ÷ (1 − (1 − r)^t). Tries are taken to fail independently, which they seldom do.',
  calculate({ one = 0, oneRate = 0, step = 0, steps = 0, rate = 0, check = 0, tries = 0 }) {
    const r = rate / 100
    const solved = 1 - (1 - r) ** tries
    const used = r === 0 ? tries : solved / r
    const cheap = used * (steps * step + check)
    const perSolved = solved === 0 ? Number.POSITIVE_INFINITY : cheap / solved
    const strong = oneRate === 0 ? Number.POSITIVE_INFINITY : one / (oneRate / 100)
    return {
      isWorthIt: perSolved < strong && solved >= oneRate / 100,
      sentence: `A solved case takes ${usd(perSolved)} in steps and ${usd(strong)} in one call; the steps solve ${(solved * 100).toFixed(0)} %, the call ${oneRate} %.`,
      lines: [
        { label: 'Tries used on average', text: used.toFixed(2) },
        { label: 'A case in steps', text: usd(cheap) },
      ],
    }
  },
}
