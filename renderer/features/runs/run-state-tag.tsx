import type { RunState } from '../../../shared/domain/run.ts'
import { Tag, type Tone } from '../../ui/marks.tsx'

const TONES: Readonly<Record<RunState, Tone>> = {
  running: 'accent',
  waiting: 'accent',
  complete: 'good',
  incomplete: 'warn',
}

export function RunStateTag({ state }: { readonly state: RunState }) {
  return (
    <span data-testid="run-state">
      <Tag tone={TONES[state]}>{state}</Tag>
    </span>
  )
}
