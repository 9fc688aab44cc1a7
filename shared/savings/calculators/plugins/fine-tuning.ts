import { daysPerMonth } from '../../../cost/monthly-cost.ts'
import type { Calculator } from '../calculator.ts'
import { count, usd } from '../usd.ts'

export const plugin: Calculator = {
  id: 'fine-tuning',
  label: 'Fine-tuning',
  question: 'After how many calls has a fine-tuned model paid for itself?',
  fields: [
    { key: 'callsPerDay', label: 'Calls per day', unit: 'number', initial: 10_000, known: 'callsPerDay' },
    { key: 'now', label: 'A call today', unit: 'usd', initial: 0.004, known: 'callUsd' },
    { key: 'tuned', label: 'A call of the tuned model', unit: 'usd', initial: 0.001, known: 'callUsd', share: 0.25 },
    { key: 'training', label: 'Training, data included', unit: 'usd', initial: 2000 },
    { key: 'hosting', label: 'Hosting per month', unit: 'usd', initial: 0 },
    { key: 'retrainMonths', label: 'Trained again every … months', unit: 'number', initial: 6 },
  ],
  formula:
    'N* = C_train ÷ (c_now − c_tuned − hosting per call); per month (c_now − c_tuned) · calls − hosting − C_train ÷ months.',
  calculate({ callsPerDay = 0, now = 0, tuned = 0, training = 0, hosting = 0, retrainMonths = 0 }) {
    const calls = callsPerDay * daysPerMonth
    const gross = (now - tuned) * calls
    const perCall = now - tuned - (calls === 0 ? 0 : hosting / calls)
    const perMonth = gross - hosting - (retrainMonths > 0 ? training / retrainMonths : 0)
    const breakEven = perCall > 0 ? training / perCall : null
    const months = breakEven === null || calls === 0 ? null : breakEven / calls
    return {
      isWorthIt: perMonth > 0,
      sentence:
        breakEven === null || months === null
          ? 'It never pays at this rate: a call of the tuned model, hosting included, is not cheaper.'
          : `It has paid for itself after ${count(breakEven)} calls, ${count(months)} months at this rate.`,
      lines: [
        { label: 'Saved per month before hosting and training', text: usd(gross) },
        { label: 'Left per month with retraining', text: usd(perMonth) },
      ],
    }
  },
}
