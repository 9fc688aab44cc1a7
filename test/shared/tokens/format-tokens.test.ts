import { expect, test } from 'vitest'
import { formatTokens } from '../../../shared/tokens/format-tokens.ts'

test('shows an exact count as a number, an estimate with its band, and no band wider than the count', () => {
  expect(formatTokens(1240, null)).toBe('1,240')
  expect(formatTokens(1240.4, 0.031)).toBe('≈ 1,240 ± 3 %')
  expect(formatTokens(1240, 0.002)).toBe('≈ 1,240 ± 1 %')
  expect(formatTokens(4, 1.7)).toBe('≈ 4')
})
