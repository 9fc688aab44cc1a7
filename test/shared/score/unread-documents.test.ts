import { expect, it } from 'vitest'
import { documentReaders } from '../../../electron/core/documents/document-readers.ts'
import { Assertion } from '../../../shared/domain/score.ts'
import { scoreOutput } from '../../../shared/evaluate/score-output.ts'

const long = `<p>${'x'.repeat(100_001)}</p>`
const deep = `${'<a>'.repeat(600)}${'</a>'.repeat(600)}`
const sql = `select ${'a, '.repeat(10_000)} b from t`

it.each([
  ['is-html', long],
  ['is-html', '<b>'.repeat(1200)],
  ['is-xml', long],
  ['is-xml', deep],
  ['contains-xml', long],
  ['is-sql', sql],
  ['contains-sql', `\`\`\`sql\n${sql}\n\`\`\``],
])('%s fails for a document that was not read, negated or not, and says why', async (scorer, output) => {
  const assertions = [false, true].map((isNegated) => Assertion.parse({ scorer, isNegated }))
  const scored = await scoreOutput({
    output,
    assertions,
    evalCase: null,
    validateJson: () => [],
    documents: documentReaders,
  })
  for (const { score, hasPassed, reason } of scored.assertions) {
    expect({ score, hasPassed }).toEqual({ score: 0, hasPassed: false })
    expect(reason).toMatch(/too long|too many elements|not read/)
  }
})

it('contains SQL when another block than the one that was not read is SQL', async () => {
  const assertions = [Assertion.parse({ scorer: 'contains-sql' })]
  const output = `\`\`\`sql\n${sql}\n\`\`\`\n\`\`\`sql\nselect a from t\n\`\`\``
  const scored = await scoreOutput({
    output,
    assertions,
    evalCase: null,
    validateJson: () => [],
    documents: documentReaders,
  })
  expect(scored.hasPassed).toBe(true)
})
