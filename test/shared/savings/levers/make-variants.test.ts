import { expect, test } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import type { LeverCard } from '../../../../shared/domain/savings.ts'
import { findLevers } from '../../../../shared/savings/levers/find-levers.ts'
import { levers } from '../../../../shared/savings/levers/registry.ts'
import type { SavingsInput } from '../../../../shared/savings/savings-input.ts'
import { must } from '../../../support/must.ts'
import { savingsWorld, type WorldColumn } from '../../../support/savings-world.ts'

const MODEL = 'anthropic/claude-opus-5-5'

function cardOf(input: SavingsInput, id: string): LeverCard['finding'] {
  return must(allSteps(findLevers(input, [levers.get(id)])).cards[0]).finding
}

function column(variant: string, rest: Partial<WorldColumn>): WorldColumn {
  return { variant, model: MODEL, answer: () => ({ input: 1000, output: 100, score: 1 }), ...rest }
}

test('what no column shows yet can be made: forms of the answer, efforts, fields of the schema', () => {
  const responseSchema = { type: 'object', properties: { label: {}, reason: {} }, required: ['label'] }
  const text = Array.from({ length: 42 }, () => 'word').join(' ')
  const today = column('A', {
    parameters: { effort: 'high', responseSchema },
    answer: () => ({ input: 100, output: 60, score: 1, text }),
  })
  const input = savingsWorld({ cases: 30, columns: [today] })
  const versions = ['shorter-answers', 'effort', 'structured-output'].map((id) => {
    const found = cardOf(input, id)
    return found.kind === 'no-data' ? found.actions[0] : found
  })
  const { promptId, variantId, modelId } = must(input.columns[0])
  const shared = { kind: 'make-variants', promptId, evalSetId: input.run.evalSetId, variantId, modelId }
  expect(versions).toMatchObject([
    { ...shared, versions: { of: 'output-formats', labels: [], maxWords: 20 } },
    { ...shared, versions: { of: 'efforts', efforts: expect.not.arrayContaining(['high']) } },
    { ...shared, versions: { of: 'schema-fields' } },
  ])
  const plain = cardOf(savingsWorld({ cases: 30, columns: [column('A', {})] }), 'structured-output')
  expect(plain).toMatchObject({ actions: [{ kind: 'open-variant' }] })
})

const TEMPLATE = 'Notes: {{notes}}\nContext: {{context}}\nQuestion: {{question}}'

test('variables that can be dropped whole are offered, until a column shows each', () => {
  const today = column('A', {
    template: TEMPLATE,
    tokens: { variables: [{ name: 'context', tokens: 700, isFixed: false }] },
  })
  const found = cardOf(savingsWorld({ cases: 30, columns: [today] }), 'retrieval-gating')
  expect(found).toMatchObject({
    kind: 'no-data',
    actions: [
      {
        label: 'Make variants without a variable…',
        versions: {
          of: 'variables',
          variables: [
            { name: 'notes', tokens: null },
            { name: 'context', tokens: 700 },
            { name: 'question', tokens: null },
          ],
        },
      },
      { kind: 'open-variant' },
    ],
  })
  const partial = column('A', { template: `${TEMPLATE}\n{% render 'rules' %}` })
  expect(cardOf(savingsWorld({ cases: 30, columns: [partial] }), 'retrieval-gating')).toMatchObject({
    actions: [{ kind: 'open-variant' }],
  })
  const plain = cardOf(savingsWorld({ cases: 30, columns: [column('A', {})] }), 'retrieval-gating')
  expect(plain).toMatchObject({ actions: [{ kind: 'open-variant' }] })
})

test('of several columns without a part of the context the gate takes the one that saves most and is not worse', () => {
  const without = (variant: string, name: string, input: number, score: number) =>
    column(variant, {
      template: TEMPLATE.split('\n')
        .filter((line) => !line.includes(`{{${name}}}`))
        .join('\n'),
      answer: () => ({ input, output: 20, score }),
    })
  const input = savingsWorld({
    cases: 300,
    tagOf: () => 'all',
    columns: [
      column('A', { template: TEMPLATE, answer: () => ({ input: 1000, output: 20, score: 1 }) }),
      without('B', 'question', 900, 0),
      without('C', 'notes', 900, 1),
      without('D', 'context', 300, 1),
    ],
  })
  expect(cardOf(input, 'retrieval-gating')).toMatchObject({
    kind: 'estimate',
    choice: 'No {{context}} in 100 % of the calls',
    quality: { verdict: 'not-worse-and-cheaper' },
    method: expect.stringContaining('3 compared'),
    notes: [expect.any(String), 'It promises more than a rule for {{question}} or {{notes}}.'],
    actions: [{ kind: 'open-run', column: { variantId: 'variant-D' } }],
  })
})
