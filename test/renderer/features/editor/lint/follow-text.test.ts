import { expect, it } from 'vitest'
import { followText } from '../../../../../renderer/features/editor/lint/follow-text.ts'
import type { Finding } from '../../../../../shared/lint/finding.ts'

const finding: Finding = {
  id: 'a-0',
  key: 'a',
  ruleId: 'a',
  risk: 'R0',
  messageIndex: 0,
  start: 10,
  end: 16,
  message: 'A.',
  fix: [{ start: 10, end: 17, replacement: '' }],
  savedTokens: 1,
  savedNanoUsdPerMonth: null,
}
const text = 'Be brief. Please answer.'

it('leaves a fix where it is while text is written behind it, and moves it with text that is written before', () => {
  expect(followText(finding, text, `${text} Or not.`)).toEqual(finding)
  expect(followText(finding, text, `You: ${text}`)).toMatchObject({
    start: 15,
    fix: [{ start: 15, end: 22, replacement: '' }],
  })
})

it('gives a fix up whose own text was changed', () => {
  expect(followText(finding, text, 'Be brief. Pleas answer.')).toBeNull()
  expect(followText(finding, text, 'Be brief. Please do answer.')).toBeNull()
})
