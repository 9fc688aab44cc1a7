import { UNICODE_CLASS_RUNS } from './unicode-class-runs.ts'

export const UPPER = 1
export const LOWER = 2
export const LETTER = 4
export const NUMBER = 8
/** White space as Rust's `\s` has it: with U+0085, without U+FEFF; JavaScript's `\s` is the other way round. */
export const SPACE = 16

/** Class bits of every code point (0 to 0x10FFFF), 1.1 MB; build it once per scanner, it is never written again. */
export function buildClassTable(): Uint8Array {
  const table = new Uint8Array(0x110000)
  let codePoint = 0
  for (const [, length, letter] of UNICODE_CLASS_RUNS.matchAll(/([0-9a-z]+)([A-Z])/g)) {
    if (length === undefined || letter === undefined) continue
    const next = codePoint + Number.parseInt(length, 36)
    table.fill(letter.charCodeAt(0) - 65, codePoint, next)
    codePoint = next
  }
  return table
}
