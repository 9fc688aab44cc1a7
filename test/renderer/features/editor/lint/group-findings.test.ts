import { expect, test } from 'vitest'
import { groupFindings } from '../../../../../renderer/features/editor/lint/group-findings.ts'
import {
  savedMoneyText,
  savedTokensOf,
  savedTokensText,
} from '../../../../../renderer/features/editor/lint/saved-text.ts'
import type { Finding } from '../../../../../shared/lint/finding.ts'

function finding(id: string, ruleId: string, savedTokens: number | null = 1): Finding {
  return {
    id,
    key: id,
    ruleId,
    risk: 'R0',
    messageIndex: 0,
    start: 0,
    end: 1,
    message: id,
    fix: null,
    savedTokens,
    savedNanoUsdPerMonth: savedTokens === null ? null : savedTokens * 45_700_000,
  } as Finding // the list reads no more of it
}

test('three and more of a rule are one group at the place of its first, fewer stay rows, in their order', () => {
  const list = [
    finding('a', 'hedges'),
    finding('b', 'pleasantries'),
    finding('c', 'pleasantries'),
    finding('d', 'hedges'),
    finding('e', 'pleasantries'),
  ]
  expect(
    groupFindings(list).map((item) => (item.kind === 'group' ? item.findings.map(({ id }) => id) : item.finding.id)),
  ).toEqual(['a', ['b', 'c', 'e'], 'd'])
  expect(groupFindings([])).toEqual([])
})

test('what a group saves is the sum of what is known; a fix that costs says so', () => {
  const list = [finding('a', 'x', 7), finding('b', 'x', null)]
  expect([savedTokensText(savedTokensOf(list)), savedMoneyText(list)]).toEqual(['−7 tok', '≈ −$0.320/mo'])
  expect([savedTokensText(null), savedMoneyText([finding('a', 'x', null)])]).toEqual(['', ''])
  expect(savedMoneyText([finding('a', 'x', -1)])).toBe('≈ +$0.0457/mo')
})
