import { expect, it } from 'vitest'
import { ledgerState } from '../../../../renderer/features/squeeze/result/ledger-states.ts'
import { shadowedEdits } from '../../../../renderer/features/squeeze/result/shadowed-edits.ts'
import { LedgerItem, SqueezeEdit } from '../../../../shared/domain/squeeze.ts'

function edit(id: string, [start, end]: readonly [number, number], part: Partial<SqueezeEdit> = {}): SqueezeEdit {
  return SqueezeEdit.parse({
    id,
    kind: 'rewrite',
    risk: 'R2',
    label: id,
    reason: '',
    changes: [{ messageIndex: 0, start, end, original: 'x', replacement: 'y' }],
    segmentIds: [],
    replacesLedgerIds: [],
    strength: null,
    style: null,
    savedTokens: 1,
    evidence: null,
    ...part,
  })
}

const cut = (id: string, start: number, end: number, savedTokens = 1) =>
  edit(id, [start, end], {
    savedTokens,
    changes: [{ messageIndex: 0, start, end, original: 'x', replacement: '' }],
  })

const rule = LedgerItem.parse({
  id: 'c1',
  type: 'must',
  messageIndex: 0,
  start: 10,
  end: 20,
  quote: 'x',
  condition: null,
  polarity: 'do',
  literals: [],
  source: 'rule',
  isRequired: true,
  assertion: null,
})

it('gives a text that two edits want to the one that saves more', () => {
  const small = edit('small', [0, 10])
  const large = edit('large', [5, 15], { savedTokens: 9 })
  expect([...shadowedEdits([small, large])]).toEqual(['small'])
})

it('gives it to the one that restates a rule before that', () => {
  const restating = edit('restating', [0, 10], { replacesLedgerIds: ['c1'] })
  expect([...shadowedEdits([edit('large', [5, 15], { savedTokens: 9 }), restating])]).toEqual(['large'])
})

it('lets cuts of the same text join, neighbours stand side by side, and other messages alone', () => {
  const other = edit('other', [0, 9], {
    changes: [{ messageIndex: 1, start: 0, end: 9, original: 'x', replacement: 'y' }],
  })
  expect([...shadowedEdits([cut('a', 0, 10), cut('b', 5, 12), edit('c', [12, 20]), other])]).toEqual([])
})

it('tells of a rule whether its words stay, change, are said anew, or may be lost', () => {
  expect(ledgerState(rule, [edit('a', [0, 10])])).toBe('verbatim')
  expect(ledgerState(rule, [edit('a', [0, 11])])).toBe('reworded')
  expect(ledgerState(rule, [edit('a', [0, 11], { replacesLedgerIds: ['c1'] })])).toBe('restated')
  expect(ledgerState({ ...rule, isRequired: false }, [cut('a', 0, 30)])).toBe('may-be-lost')
})
