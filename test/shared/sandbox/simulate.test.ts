import { describe, expect, test } from 'vitest'
import type { RenderedMessage } from '../../../shared/domain/prompt.ts'
import type { ModelSize } from '../../../shared/sandbox/model-size.ts'
import { PromptLibrary } from '../../../shared/sandbox/prompt-library.ts'
import { simulate } from '../../../shared/sandbox/simulate.ts'
import { processorMs } from '../../support/processor-ms.ts'

const sizes: readonly ModelSize[] = ['small', 'medium', 'large']

function ask(size: ModelSize, messages: readonly RenderedMessage[], repeat = 0, library = new PromptLibrary()): string {
  return simulate({ size, messages, parameters: { responseSchema: null }, repeat }, library).text
}

function share(
  size: ModelSize,
  cases: readonly (readonly [text: string, answer: string])[],
  prompt: (text: string) => RenderedMessage[],
) {
  const library = new PromptLibrary()
  return cases.filter(([text, answer]) => ask(size, prompt(text), 0, library) === answer).length / cases.length
}

describe('prompts that the samples know nothing of', () => {
  const intents = [
    ['Play some jazz in the living room', 'play_music'],
    ['What will the temperature be in Oslo tomorrow', 'get_weather'],
    ['Set an alarm for seven', 'set_reminder'],
    ['Will I need an umbrella tonight', 'get_weather'],
    ['Remind me to call the dentist', 'set_reminder'],
    ['I would like a flight to Rome next week', 'book_travel'],
    ['Is there a hotel near the airport', 'book_travel'],
    ['Turn up the volume of this song', 'play_music'],
  ] as const
  const intentPrompt = (text: string): RenderedMessage[] => [
    {
      role: 'user',
      content: `Classify the user's request into one of these intents:
- play_music: songs, albums, artists
- get_weather: temperature, rain, forecast
- set_reminder: alarms, appointments, things to remember
- book_travel: flights, hotels, tickets

Reply with the intent only.

Request: ${text}
Intent:`,
    },
  ]

  test.each(sizes)('%s names the intent and nothing else', (size) => {
    expect(share(size, intents, intentPrompt)).toBeGreaterThanOrEqual(0.75)
  })

  test.each([
    'Label the review positive, negative or neutral. Answer with the label only.\n\nReview: ',
    'Tell me whether it is positive, negative or neutral. Answer with one word.\n\nReview: ',
    'Classify the review as positive, negative or neutral. Only the label, please.\n\nReview: ',
  ])('a short prompt gets a label: %s', (prompt) => {
    const label = (review: string) => ask('large', [{ role: 'user', content: prompt + review }])
    expect(['I love it, wonderful.', 'Broken and awful.'].map(label)).toEqual(['positive', 'negative'])
  })

  const messages = [
    ['Congratulations! You have won a cash prize. Claim now: reply WIN', 'yes'],
    ['WINNER!! As a valued customer you have been selected to receive a free reward, call now', 'yes'],
    ['Are we still meeting at six?', 'no'],
    ['Mum says dinner is ready, hurry', 'no'],
    ['Free ringtone! Txt PRIZE to win a lottery voucher', 'yes'],
    ['I left the keys under the mat', 'no'],
  ] as const
  const spamPrompt = (text: string): RenderedMessage[] => [
    {
      role: 'system',
      content:
        'Decide whether a text message is spam. Spam promises prizes, free rewards, cash or a lottery win. Answer yes or no, nothing else.',
    },
    { role: 'user', content: `"""${text}"""` },
  ]

  test.each(sizes)('%s answers yes or no about spam', (size) => {
    expect(share(size, messages, spamPrompt)).toBeGreaterThanOrEqual(5 / 6)
  })

  test.each(sizes)('%s rates from 1 to 5, higher for praise', (size) => {
    const rate = (text: string) =>
      ask(size, [
        { role: 'system', content: 'Rate the review from 1 to 5 stars. Output only the number.' },
        { role: 'user', content: `Review: ${text}` },
      ])
    expect(rate('Excellent, wonderful, I love it.')).toBe('5')
    expect(rate('Terrible, awful, a horrible waste.')).toBe('1')
  })

  test('answers JSON with the keys that the prompt shows, in their order', () => {
    const answer = ask('large', [
      {
        role: 'system',
        content: `Sort news headlines. Categories: sport, politics, business, science.
Return only JSON of the form {"category": "sport | politics | business | science", "why": "one sentence"}.`,
      },
      { role: 'user', content: 'Headline: Parliament passes election law after a long vote' },
    ])
    expect(JSON.parse(answer)).toEqual({ category: 'politics', why: expect.any(String) })
    expect(Object.keys(JSON.parse(answer))).toEqual(['category', 'why'])
  })

  test('a smaller size fences JSON unless it is told not to', () => {
    const system = 'Is the text about sport or politics? Answer with JSON: {"topic": "sport | politics"}'
    const user: RenderedMessage = {
      role: 'user',
      content: 'The match ended with a goal by the best player of the league.',
    }
    expect(ask('small', [{ role: 'system', content: system }, user])).toMatch(/^```json\n\{"topic": "sport"\}\n```$/)
    expect(ask('small', [{ role: 'system', content: `${system}\nJSON only.` }, user])).toBe('{"topic": "sport"}')
  })

  test('learns from examples given as turns', () => {
    const turns: RenderedMessage[] = [
      { role: 'system', content: 'Label each request as zeta or omega. Answer with the label only.' },
      { role: 'user', content: 'The kettle drips on the stove' },
      { role: 'assistant', content: 'zeta' },
      { role: 'user', content: 'The ferry leaves the harbour' },
      { role: 'assistant', content: 'omega' },
    ]
    expect(ask('large', [...turns, { role: 'user', content: 'Our kettle is on the stove' }])).toBe('zeta')
    expect(ask('large', [...turns, { role: 'user', content: 'A ferry in the harbour' }])).toBe('omega')
  })

  test('follows a rule over likeness', () => {
    const system = `Set the level: high, medium or low. Answer with only the level.
1. **high** if there is smoke or fire.
2. **low** if the customer only asks a question.
3. **medium** in all other cases.`
    const level = (text: string) =>
      ask('large', [
        { role: 'system', content: system },
        { role: 'user', content: text },
      ])
    expect([
      level('The oven is smoking and there are flames and fire.'),
      level('What are your opening hours?'),
      level('The lamp arrived in green.'),
    ]).toEqual(['high', 'low', 'medium'])
  })
})

describe('other work', () => {
  test('takes the relevant sentences of a text out', () => {
    const text =
      'The bridge was built in 1932. Its towers are red. The toll for the bridge is two dollars. Fish live below.'
    const answer = ask('medium', [{ role: 'user', content: `What is the toll for the bridge?\n\n${text}` }])
    expect(answer).toContain('The toll for the bridge is two dollars.')
  })

  test('takes no list in the flow of a sentence for labels', () => {
    const answer = ask('medium', [
      { role: 'system', content: 'Answer the question from the text, briefly and clearly, with facts or figures.' },
      { role: 'user', content: 'How tall is the tower? The tower is 80 metres tall. It is painted blue.' },
    ])
    expect(answer).toContain('The tower is 80 metres tall.')
  })

  test.each([
    ['nothing', []],
    ['an empty message', [{ role: 'user', content: '' }]],
    ['a system prompt alone', [{ role: 'system', content: 'Answer yes or no.' }]],
    ['broken JSON and regex signs', [{ role: 'user', content: '{"a": [( **x** ]} $1 \\ (?: "enum": [' }]],
    ['lone surrogates', [{ role: 'user', content: 'Is it \ud800 or \udc00? Answer yes or no: \ud800' }]],
    ['a wall of letters', [{ role: 'user', content: 'a'.repeat(300_000) }]],
    ['a wall of spaces', [{ role: 'user', content: `Classify as a or b: ${' '.repeat(300_000)}x` }]],
    ['a wall of tags', [{ role: 'user', content: '<aa><input>'.repeat(20_000) }]],
    [
      'a wall of lists',
      [
        { role: 'system', content: 'labels: a, b or c | d\n- **a**: b\n'.repeat(8000) },
        { role: 'user', content: 'great, '.repeat(20_000) },
      ],
    ],
  ] as [string, RenderedMessage[]][])('answers %s in no time', (_name, messages) => {
    const started = processorMs()
    for (const size of sizes) expect(typeof ask(size, messages)).toBe('string')
    expect(processorMs() - started).toBeLessThan(4000)
  })
})
