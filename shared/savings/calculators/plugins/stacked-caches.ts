import { daysPerMonth } from '../../../cost/monthly-cost.ts'
import type { Calculator } from '../calculator.ts'
import { usd } from '../usd.ts'

export const plugin: Calculator = {
  id: 'stacked-caches',
  label: 'Caches one behind the other',
  question: 'What is left of a cache when another one stands before it?',
  fields: [
    { key: 'callsPerDay', label: 'Calls per day', unit: 'number', initial: 10_000, known: 'callsPerDay' },
    { key: 'now', label: 'A call today', unit: 'usd', initial: 0.004, known: 'callUsd' },
    { key: 'exact', label: 'Hits of an exact cache', unit: 'percent', initial: 12 },
    { key: 'semantic', label: 'Hits of a semantic cache, of the rest', unit: 'percent', initial: 10 },
    { key: 'lookup', label: 'Looking up in it, per call', unit: 'usd', initial: 0.00002 },
    { key: 'prefix', label: 'Share of the bill that is cached prefix', unit: 'percent', initial: 50 },
    { key: 'price', label: 'Its price with prompt caching', unit: 'percent', initial: 25 },
  ],
  formula:
    'bill · (1 − e) · (1 − s) · (1 − f · (1 − m)) + lookups behind the exact cache: each works only on what the one before let through.',
  calculate({ callsPerDay = 0, now = 0, exact = 0, semantic = 0, lookup = 0, prefix = 0, price = 0 }) {
    const calls = callsPerDay * daysPerMonth
    const bill = calls * now
    const afterExact = bill * (1 - exact / 100)
    const lookups = calls * (1 - exact / 100) * lookup
    const afterSemantic = afterExact * (1 - semantic / 100) + lookups
    const afterPrompt = (afterSemantic - lookups) * (1 - (prefix / 100) * (1 - price / 100)) + lookups
    return {
      isWorthIt: afterPrompt < bill,
      sentence: `All three leave ${usd(afterPrompt)} of ${usd(bill)} per month.`,
      lines: [
        { label: 'Exact cache takes off', text: usd(bill - afterExact) },
        { label: 'Semantic cache takes off, its lookups paid', text: usd(afterExact - afterSemantic) },
        { label: 'Prompt caching takes off', text: usd(afterSemantic - afterPrompt) },
      ],
    }
  },
}
