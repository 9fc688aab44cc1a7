import { describe, expect, test } from 'vitest'
import { calculators } from '../../shared/savings/calculators/registry.ts'
import { must } from '../support/must.ts'

function answerOf(id: string, values: Readonly<Record<string, number>> = {}) {
  const { fields, calculate } = calculators.get(id)
  return calculate({ ...Object.fromEntries(fields.map(({ key, initial }) => [key, initial])), ...values })
}

describe.each(calculators.all.map(({ id }) => [id]))('the calculator %s', (id) => {
  const { fields } = calculators.get(id)
  const nothing = Object.fromEntries(fields.map(({ key }) => [key, 0]))
  const much = Object.fromEntries(fields.map(({ key, unit }) => [key, unit === 'percent' ? 100 : 1e9]))
  test.each([
    ['its own numbers', {}],
    ['nothing', nothing],
    ['very much', much],
  ])('answers in words from %s', (_name, values) => {
    const { sentence, lines } = answerOf(id, values)
    const said = [sentence, ...lines.map(({ text }) => text)].join(' ')
    expect(said).not.toMatch(/NaN|Infinity|undefined/)
    expect(sentence).toMatch(/\.$/)
  })
})

test('fine-tuning pays after N* = C ÷ (c_now − c_tuned) calls', () => {
  const given = { callsPerDay: 1000, now: 0.003, tuned: 0.001, training: 600, hosting: 0, retrainMonths: 0 }
  expect(answerOf('fine-tuning', given)).toMatchObject({
    isWorthIt: true,
    sentence: 'It has paid for itself after 300,000 calls, 9.9 months at this rate.',
  })
  expect(answerOf('fine-tuning', { ...given, tuned: 0.004 }).sentence).toMatch(/^It never pays/)
})

test('self-hosting counts whole machines that run day and night', () => {
  const given = { callsPerDay: 86_400, now: 0.001, tokens: 100, hour: 1, speed: 100, use: 50, people: 0 }
  const { lines } = answerOf('self-hosting', given)
  expect(lines).toEqual([
    { label: 'Interface per month', text: '$2.63k' },
    { label: 'Own machines per month, people included', text: '$1.46k' },
    { label: 'Machines', text: '2' },
    { label: 'Your own price per million output tokens', text: '$5.56' },
  ])
})

test('a promise that is larger than the bill after saving is said to cost money', () => {
  const { isWorthIt, sentence } = answerOf('discount', { spend: 5000, promise: 4000, discount: 10, savings: 30 })
  expect(isWorthIt).toBe(false)
  expect(sentence).toBe(
    'It saves $500 today, and costs $500 per month once your savings are in: promise less, or save first.',
  )
})

test('caches one behind the other leave the product of what each leaves', () => {
  const given = { callsPerDay: 1000, now: 1, exact: 50, semantic: 50, lookup: 0, prefix: 100, price: 50 }
  const { sentence } = answerOf('stacked-caches', given)
  expect(must(/leave (\S+) of (\S+) per/.exec(sentence)).slice(1)).toEqual(['$3.80k', '$30.4k'])
})

test('a scenario multiplies calls, tokens and prices, and sums a year that grows', () => {
  const given = { callsPerDay: 1000, prompt: 2000, cached: 50, output: 100, repeated: 0, growth: 100 }
  const { sentence, lines } = answerOf('scenario', { ...given, inputPrice: 2, cachePrice: 0.2, outputPrice: 10 })
  expect(sentence).toBe('1,000 calls a day of 2,000 + 100 tokens come to $97.4 per month.')
  expect(lines.map(({ text }) => text)).toEqual(['$0.00320', '$3.20', '$399k', '$199k', '31 %'])
})
