import { describe, expect, it } from 'vitest'
import { dropExample, moveExample } from '../../../shared/compress/edit-examples.ts'
import { exampleTurns, findExamples } from '../../../shared/compress/find-examples.ts'
import { processorMs } from '../../support/processor-ms.ts'

function found(text: string): string[] {
  return findExamples(text).map(({ start, end }) => text.slice(start, end))
}

describe('few-shot examples', () => {
  it.each([
    [
      'Input and Output',
      'Do it.\n\nInput: a\nOutput: b\n\nInput: c\nOutput: d\n\nInput: {{x}}\nOutput:',
      ['Input: a\nOutput: b', 'Input: c\nOutput: d'],
    ],
    ['Q and A, side by side', 'Q: a?\nA: b\nQ: c?\nA: d', ['Q: a?\nA: b', 'Q: c?\nA: d']],
    [
      'bold labels in a list',
      '**Review:** fine\n**Sentiment:** positive\n',
      ['**Review:** fine\n**Sentiment:** positive'],
    ],
    [
      "labels of the prompt's own, twice",
      'Plant: oak\nAnswer: tree\n\nPlant: rose\nAnswer: bush',
      ['Plant: oak\nAnswer: tree', 'Plant: rose\nAnswer: bush'],
    ],
    [
      'arrows',
      'Labels:\ngood stuff -> positive\nbad stuff -> negative\n',
      ['good stuff -> positive', 'bad stuff -> negative'],
    ],
    [
      'tags around labels',
      '<example>\nInput: a\nOutput: b\n</example>\nGo.',
      ['<example>\nInput: a\nOutput: b\n</example>'],
    ],
    [
      'tags around tags',
      '<examples>\n<example id="1"><input>a</input>\n<output>b</output></example>\n</examples>',
      ['<example id="1"><input>a</input>\n<output>b</output></example>'],
    ],
    [
      'tags around anything',
      '<example>\nUser asks, you reply.\n</example>',
      ['<example>\nUser asks, you reply.\n</example>'],
    ],
    [
      'headings',
      '### Example 1\nText: a\nLabel: b\n\n### Example 2\nText: c\nLabel: d\n',
      ['### Example 1\nText: a\nLabel: b', '### Example 2\nText: c\nLabel: d'],
    ],
    ['JSON answers over lines', 'Ticket: x\nJSON:\n{\n  "a": 1\n}\nNext', ['Ticket: x\nJSON:\n{\n  "a": 1\n}']],
  ])('are found as %s', (_form, text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it.each([
    'Task: classify the text\nOutput: JSON only',
    'Answer: in one word',
    'Go from a -> b when done.',
    'Review: {{review}}\nSentiment: {{sentiment}}',
    'Score: 1 to 5',
  ])('are not seen in the instruction %j', (text) => {
    expect(found(text)).toEqual([])
  })

  it('as turns of a conversation end before the case to answer', () => {
    const turn = (role: 'system' | 'user' | 'assistant', template: string) => ({ role, template })
    const messages = [
      turn('system', 's'),
      turn('user', 'a'),
      turn('assistant', 'b'),
      turn('user', 'c'),
      turn('assistant', 'd'),
      turn('user', '{{x}}'),
    ]
    expect(exampleTurns(messages)).toEqual([1, 3])
    expect(exampleTurns(messages.slice(0, 3))).toEqual([])
  })

  it('takes a hostile text of 200,000 characters in no time', () => {
    const startMs = processorMs()
    for (const piece of ['<example>', 'Q: ', 'a -> ', '<input>', '\n', 'Output: {', 'Example 1:\n'])
      findExamples(piece.repeat(200_000 / piece.length))
    expect(processorMs() - startMs).toBeLessThan(4000)
  })
})

describe('editing examples', () => {
  const text = 'Intro\n\n### Example 1\nQ: a\nA: b\n\n### Example 2\nQ: c\nA: d\n\nOutro'

  it('moves one to another place and keeps the numbers in order', () => {
    expect(moveExample(text, findExamples(text), 1, 0)).toBe(
      'Intro\n\n### Example 1\nQ: c\nA: d\n\n### Example 2\nQ: a\nA: b\n\nOutro',
    )
    expect(moveExample(text, findExamples(text), 0, 5)).toBe(text)
  })

  it('drops one with the blank lines after it', () => {
    const [first, second] = findExamples(text)
    if (!first || !second) throw new Error('There are two.')
    expect(dropExample(text, first)).toBe('Intro\n\n### Example 2\nQ: c\nA: d\n\nOutro')
    expect(dropExample(text, second)).toBe('Intro\n\n### Example 1\nQ: a\nA: b\n\nOutro')
    expect(dropExample('X\n\nQ: a\nA: b\n', { start: 3, end: 12 })).toBe('X')
  })
})
