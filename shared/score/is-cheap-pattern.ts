/** Longest text that a pattern with one repetition is run over at once: some million steps at the worst. */
const MAX_SQUARED_CHARACTERS = 2000

/**
 * Whether a pattern surely ends soon: it repeats once and has no alternatives, or it repeats nothing and its alternatives
 * stand in one group at most. A repeated choice such as `(a|aa)+` is as bad as a repeated repetition.
 *
 * Signs inside of classes and after a backslash are counted as well, which only makes it more careful.
 */
export function isCheapPattern(pattern: string, textLength: number): boolean {
  const repetitions = count(pattern, /[*+?{]/g)
  if (pattern.includes('|')) return repetitions === 0 && count(pattern, /\(/g) <= 1
  return repetitions === 0 || (repetitions === 1 && textLength <= MAX_SQUARED_CHARACTERS)
}

function count(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0
}
