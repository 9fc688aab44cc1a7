import { compareCounts } from '../compare-counts.ts'
import type { Gate } from '../gate.ts'

export const plugin: Gate = {
  id: 'numbers',
  label: 'Numbers and units',
  check: (input) => compareCounts(input, 'number'),
}
