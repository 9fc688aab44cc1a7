import { daysPerMonth } from '../../../cost/monthly-cost.ts'
import type { Calculator } from '../calculator.ts'
import { count, usd } from '../usd.ts'

export const plugin: Calculator = {
  id: 'scenario',
  label: 'Before it is built',
  question: 'What will a feature cost per month, by its calls, its tokens and its model?',
  fields: [
    { key: 'callsPerDay', label: 'Calls per day', unit: 'number', initial: 10_000, known: 'callsPerDay' },
    { key: 'prompt', label: 'Prompt tokens per call', unit: 'tokens', initial: 1500 },
    { key: 'cached', label: 'Of these read from the cache', unit: 'percent', initial: 0 },
    { key: 'output', label: 'Output tokens per call', unit: 'tokens', initial: 300 },
    { key: 'inputPrice', label: 'Input price per M tokens', unit: 'usd', initial: 2, price: 'input' },
    { key: 'cachePrice', label: 'Cache read per M tokens', unit: 'usd', initial: 0.2, price: 'cacheRead' },
    { key: 'outputPrice', label: 'Output price per M tokens', unit: 'usd', initial: 10, price: 'output' },
    { key: 'repeated', label: 'Calls made twice (retries)', unit: 'percent', initial: 2 },
    { key: 'growth', label: 'Growth per month', unit: 'percent', initial: 0 },
  ],
  promptKey: 'prompt',
  formula:
    'calls · 30.44 · (1 + retries) · (prompt · ((1 − cached) · p_in + cached · p_cache) + output · p_out) ÷ 10⁶; a year sums months that grow.',
  calculate(values) {
    const { callsPerDay = 0, prompt = 0, cached = 0, output = 0, repeated = 0, growth = 0 } = values
    const { inputPrice = 0, cachePrice = 0, outputPrice = 0 } = values
    const input = (prompt * (1 - cached / 100) * inputPrice) / 1e6
    const read = (prompt * (cached / 100) * cachePrice) / 1e6
    const answer = (output * outputPrice) / 1e6
    const call = input + read + answer
    const month = callsPerDay * daysPerMonth * (1 + repeated / 100) * call
    const year = Array.from({ length: 12 }, (_, at) => month * (1 + growth / 100) ** at)
    const answerShare = call > 0 ? `${Math.round((answer / call) * 100)} %` : '–'
    return {
      isWorthIt: null,
      sentence: `${count(callsPerDay)} calls a day of ${count(prompt)} + ${count(output)} tokens come to ${usd(month)} per month.`,
      lines: [
        { label: 'A call', text: usd(call) },
        { label: 'A day', text: usd(month / daysPerMonth) },
        { label: 'First twelve months', text: usd(year.reduce((sum, one) => sum + one, 0)) },
        { label: 'The twelfth month', text: usd(year.at(-1) ?? 0) },
        { label: 'Share of the answers', text: answerShare },
      ],
    }
  },
}
