import { compareCounts } from '../compare-counts.ts'
import type { Gate } from '../gate.ts'

export const plugin: Gate = {
  id: 'literals',
  label: 'Quoted words',
  check: (input) => compareCounts(input, 'literal'),
}
