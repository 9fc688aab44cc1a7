import { expect, it } from 'vitest'
import { readOwnRules } from '../../../../shared/savings/own-rules/read-own-rules.ts'

it('reads rules from a table with or without kinds and head, and names the rows that are none', () => {
  const text =
    'kind,text,answer\nquestion,"Open, when?",Daily\npattern,^hi\\b,Hello\n/bye$/,Goodbye\nHours?,9 to 17\nwhat,x,y\nlone'
  expect(readOwnRules(text)).toEqual({
    rules: [
      { kind: 'question', text: 'Open, when?', answer: 'Daily' },
      { kind: 'pattern', text: '^hi\\b', answer: 'Hello' },
      { kind: 'pattern', text: 'bye$', answer: 'Goodbye' },
      { kind: 'question', text: 'Hours?', answer: '9 to 17' },
    ],
    problems: [expect.stringContaining('Row 6 is no rule'), expect.stringContaining('Row 7 is no rule')],
  })
  expect(readOwnRules('')).toEqual({ rules: [], problems: [] })
})
