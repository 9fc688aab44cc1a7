import type { EvidenceState, EvidenceStatus } from '../../../shared/domain/exported-file.ts'
import { evidenceWords } from '../../../shared/export/evidence-status.ts'
import { Tag, type Tone } from '../../ui/marks.tsx'
import styles from './export.module.css'

const TONES: Readonly<Record<EvidenceState, Tone>> = {
  proven: 'good',
  'not-shown': 'neutral',
  unverified: 'neutral',
  'out-of-date': 'warn',
}

/** Null = not known yet. */
interface EvidenceProps {
  readonly status: EvidenceStatus | null
}

/** What the chosen run shows, in a word. */
export function EvidenceTag({ status }: EvidenceProps) {
  if (status === null) return null
  return (
    <span data-testid="export-evidence">
      <Tag tone={TONES[status.state]}>{evidenceWords[status.state]}</Tag>
    </span>
  )
}

/** The sentences behind the word, with the way on. */
export function EvidenceReasons({ status }: EvidenceProps) {
  if (status === null || status.reasons.length === 0) return null
  return (
    <p className={styles.reasons} data-state={status.state} data-testid="export-evidence-reasons" data-selectable>
      {status.reasons.join(' ')}
    </p>
  )
}
