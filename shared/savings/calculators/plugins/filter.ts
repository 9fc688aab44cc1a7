import { daysPerMonth } from '../../../cost/monthly-cost.ts'
import type { Calculator } from '../calculator.ts'
import { usd } from '../usd.ts'

export const plugin: Calculator = {
  id: 'filter',
  label: 'A filter before the model',
  question: 'Does a cheap check of spam, empty or off-topic requests pay?',
  fields: [
    { key: 'callsPerDay', label: 'Calls per day', unit: 'number', initial: 10_000, known: 'callsPerDay' },
    { key: 'now', label: 'A call today', unit: 'usd', initial: 0.004, known: 'callUsd' },
    { key: 'check', label: 'A call of the check', unit: 'usd', initial: 0.0001, known: 'callUsd', share: 0.025 },
    { key: 'stopped', label: 'Requests that it stops', unit: 'percent', initial: 8 },
    { key: 'wrong', label: 'Of these stopped wrongly', unit: 'percent', initial: 2 },
    { key: 'loss', label: 'What a wrong stop costs you', unit: 'usd', initial: 0.05 },
  ],
  formula: 'calls · (stopped · c − check − stopped · wrong · loss); it pays when stopped > check ÷ (c − wrong · loss).',
  calculate({ callsPerDay = 0, now = 0, check = 0, stopped = 0, wrong = 0, loss = 0 }) {
    const calls = callsPerDay * daysPerMonth
    const share = stopped / 100
    const saved = calls * share * now
    const cost = calls * check
    const harm = calls * share * (wrong / 100) * loss
    const net = saved - cost - harm
    const worth = now - (wrong / 100) * loss
    const least = worth <= 0 ? null : check / worth
    return {
      isWorthIt: net > 0,
      sentence:
        net > 0
          ? `It saves ${usd(net)} per month.`
          : `It costs ${usd(-net)} per month${least === null ? ': wrong stops cost more than stopped calls save' : `; it pays from ${(least * 100).toFixed(1)} % stopped on`}.`,
      lines: [
        { label: 'Calls that are not made', text: usd(saved) },
        { label: 'The check of every request', text: usd(cost) },
        { label: 'Wrong stops', text: usd(harm) },
      ],
    }
  },
}
