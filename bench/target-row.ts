import type { Row } from './engine-targets.ts'

/** A target that is met by no more than so much, beside what was measured. */
export function targetRow(name: string, measured: number, limit: number): Row {
  return { name, target: `at most ${limit}`, measured, met: measured <= limit }
}
