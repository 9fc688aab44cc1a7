import type { RunState } from '../../../shared/domain/run.ts'
import { Tag, type Tone } from '../../ui/marks.tsx'

const TONES: Readonly<Record<RunState, Tone>> = { running: 'accent', complete: 'good', incomplete: 'warn' }

export function RunStateTag({ state }: { readonly state: RunState }) {
  return <Tag tone={TONES[state]}>{state}</Tag>
}
