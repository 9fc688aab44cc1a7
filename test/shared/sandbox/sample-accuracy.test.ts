import { describe, expect, test } from 'vitest'
import type { Message } from '../../../shared/domain/prompt.ts'
import type { ModelSize } from '../../../shared/sandbox/model-size.ts'
import { jsonObject } from '../../../shared/sandbox/read-labels.ts'
import { EncoderStore } from '../../../shared/tokens/encodings.ts'
import { accuracy, changeSystem, runSample, sampleMessages } from './sample-runs.ts'

const REVIEWS = 'Review sentiment'
const TICKETS = 'Support tickets'

describe('the three sizes differ as real ones would', () => {
  test.each<[ModelSize, number, number]>([
    ['small', 0.6, 0.75],
    ['medium', 0.75, 0.85],
    ['large', 0.84, 0.93],
  ])('%s labels reviews right between %d and %d', (size, low, high) => {
    const rate = accuracy(runSample(REVIEWS, size))
    expect(rate).toBeGreaterThanOrEqual(low)
    expect(rate).toBeLessThanOrEqual(high)
  })

  test.each<[ModelSize, number, number]>([
    ['small', 0.6, 0.75],
    ['medium', 0.74, 0.86],
    ['large', 0.83, 0.94],
  ])('%s finds the queue of tickets right between %d and %d', (size, low, high) => {
    const answers = runSample(TICKETS, size)
    const rate = accuracy(answers, 'queue')
    expect(rate).toBeGreaterThanOrEqual(low)
    expect(rate).toBeLessThanOrEqual(high)
    const valid = answers.filter(
      ({ output }) => Object.keys(jsonObject(output) ?? {}).join() === 'queue,priority,reason',
    )
    expect(valid.length / answers.length).toBeGreaterThanOrEqual(0.98)
  })

  test('following priority rules is what the larger sizes are better at', () => {
    const rate = (size: ModelSize) => accuracy(runSample(TICKETS, size), 'priority')
    expect(rate('medium')).toBeGreaterThan(rate('small') + 0.15)
    expect(rate('large')).toBeGreaterThan(0.85)
  })
})

describe('what the prompt says counts', () => {
  const change = (name: string, edit: (text: string) => string) => changeSystem(sampleMessages(name), edit)
  const loss = (name: string, size: ModelSize, messages: readonly Message[], key?: string) =>
    accuracy(runSample(name, size), key) - accuracy(runSample(name, size, messages), key)

  test('without the definitions of the labels medium loses 5 points', () => {
    const reviews = change(REVIEWS, (text) => text.replace(/- \*\*(\w+)\*\*: .*/g, '- $1'))
    const tickets = change(TICKETS, (text) => text.replace(/- \*\*(\w+)\*\*: .*/g, '- $1'))
    expect(loss(REVIEWS, 'medium', reviews)).toBeGreaterThanOrEqual(0.05)
    expect(loss(TICKETS, 'medium', tickets, 'queue')).toBeGreaterThanOrEqual(0.05)
  })

  test('without examples the ticket router gets worse', () => {
    const bare = change(TICKETS, (text) => text.replace(/# Examples[\s\S]*(?=# Final)/, ''))
    expect(loss(TICKETS, 'medium', bare, 'queue')).toBeGreaterThanOrEqual(0.02)
    expect(loss(TICKETS, 'large', bare, 'queue')).toBeGreaterThan(0)
  })

  test('without its rules the priority is guessed', () => {
    const lawless = change(TICKETS, (text) => text.replace(/# Priority rules[\s\S]*(?=# Constraints)/, ''))
    expect(loss(TICKETS, 'large', lawless, 'priority')).toBeGreaterThanOrEqual(0.2)
  })

  test('a label that is dropped everywhere is never answered', () => {
    const messages = sampleMessages(REVIEWS).map(({ role, template }) => ({
      role,
      template: template
        .replace(/- \*\*neutral.*\n/, '')
        .replace(', negative or neutral', ' or negative')
        .replace(/\*\*Example 3[\s\S]*?(?=\*\*Example 4)/, '')
        .replace('; if neither wins, it is neutral', ''),
    }))
    const answers = runSample(REVIEWS, 'large', messages)
    expect(answers.filter(({ output }) => / neutral/.test(output))).toEqual([])
  })

  test('asking for only the label shortens the answers by 70 % and more', async () => {
    const encoder = await new EncoderStore().load('o200k_base')
    const short = change(REVIEWS, (text) => text.replace(/## Answer format[\s\S]*/, 'Answer with the label only.'))
    const tokens = (messages?: readonly Message[]) =>
      runSample(REVIEWS, 'small', messages).reduce((sum, { output }) => sum + encoder.count(output), 0)
    expect(tokens(short)).toBeLessThan(0.3 * tokens())
    expect(loss(REVIEWS, 'small', short)).toBe(0)
  })

  test.each<ModelSize>(['small', 'medium', 'large'])('politeness and padding make %s no better', (size) => {
    const padding = 'Thank you so much for your kind help, it is greatly appreciated, and have a wonderful day.\n'
    const padded = change(REVIEWS, (text) => `${padding.repeat(5)}${text}\n${padding.repeat(5)}`)
    expect(loss(REVIEWS, size, padded)).toBeGreaterThanOrEqual(0)
  })
})

describe('chance', () => {
  test('the same request gets the same answer, whatever was asked before', () => {
    const first = runSample(TICKETS, 'medium').map(({ output }) => output)
    expect(runSample(TICKETS, 'medium').map(({ output }) => output)).toEqual(first)
  })

  test('a repeat changes a few close decisions and no more', () => {
    const first = runSample(TICKETS, 'small')
    const again = runSample(TICKETS, 'small', undefined, 1)
    const changed = first.filter(({ output }, index) => output !== again[index]?.output).length
    expect(changed).toBeGreaterThan(0)
    expect(changed / first.length).toBeLessThan(0.15)
  })
})
