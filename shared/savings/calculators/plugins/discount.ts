import type { Calculator } from '../calculator.ts'
import { usd } from '../usd.ts'

export const plugin: Calculator = {
  id: 'discount',
  label: 'Discount for a commitment',
  question: 'Is a discount worth promising a monthly amount for?',
  fields: [
    { key: 'spend', label: 'Spend per month at list price', unit: 'usd', initial: 5000, known: 'monthUsd' },
    { key: 'promise', label: 'Promised per month', unit: 'usd', initial: 4000, known: 'monthUsd', share: 0.8 },
    { key: 'discount', label: 'Discount', unit: 'percent', initial: 10 },
    { key: 'savings', label: 'Savings you still plan', unit: 'percent', initial: 30 },
  ],
  formula: 'max(promise, spend · (1 − discount)) against spend, today and with the planned savings.',
  calculate({ spend = 0, promise = 0, discount = 0, savings = 0 }) {
    const billOf = (list: number) => Math.max(promise, list * (1 - discount / 100))
    const later = spend * (1 - savings / 100)
    const now = spend - billOf(spend)
    const then = later - billOf(later)
    return {
      isWorthIt: now > 0 && then > 0,
      sentence:
        then < 0
          ? `It saves ${usd(Math.max(0, now))} today, and costs ${usd(-then)} per month once your savings are in: promise less, or save first.`
          : now < 0
            ? `It costs ${usd(-now)} per month: you would pay for more than you use.`
            : `It saves ${usd(now)} per month today and ${usd(then)} with your savings.`,
      lines: [
        { label: 'Bill today with it', text: usd(billOf(spend)) },
        { label: 'Bill with your savings and it', text: usd(billOf(later)) },
        { label: 'Bill with your savings, without it', text: usd(later) },
      ],
    }
  },
}
