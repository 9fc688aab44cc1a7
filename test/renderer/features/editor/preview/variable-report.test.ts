import { expect, test } from 'vitest'
import { variableReport } from '../../../../../renderer/features/editor/preview/variable-report.ts'
import { inspectTemplate } from '../../../../../shared/template/inspect-template.ts'

test('tells which variables are missing in the eval set and which the prompt does not use', () => {
  const inspections = [inspectTemplate('{{review}} {{tone}}'), inspectTemplate('{{review}}')]
  expect(variableReport(inspections, ['review', 'plan'], { review: 'Good', plan: { tier: 1 } })).toEqual([
    { name: 'review', mentions: 2, state: 'used', sample: 'Good' },
    { name: 'tone', mentions: 1, state: 'undefined', sample: null },
    { name: 'plan', mentions: 0, state: 'unused', sample: '{"tier":1}' },
  ])
})

test('says nothing is missing where there is no eval set', () => {
  expect(variableReport([inspectTemplate('{{review}}')], null, null)).toEqual([
    { name: 'review', mentions: 1, state: 'unknown', sample: null },
  ])
})
