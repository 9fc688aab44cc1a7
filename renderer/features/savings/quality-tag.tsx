import type { LeverQuality } from '../../../shared/domain/savings.ts'
import type { VerdictKind } from '../../../shared/domain/verdict.ts'
import { Tag, type Tone } from '../../ui/marks.tsx'
import styles from './quality-tag.module.css'

/** What a lever, or several together, do to the answers, in two words. */
export function QualityTag({ quality }: { readonly quality: LeverQuality }) {
  switch (quality.kind) {
    case 'unchanged':
      return <Tag tone="good">= same answers</Tag>
    case 'not-measured':
      return <Tag>quality not measured</Tag>
    case 'verdict': {
      const { text, tone } = VERDICTS[quality.verdict]
      return (
        <span className={styles.tags}>
          <Tag tone={tone}>{text}</Tag>
          {quality.verdict === 'not-worse-and-cheaper' && !quality.isProven ? <Tag tone="warn">indicative</Tag> : null}
        </span>
      )
    }
    default:
      return quality satisfies never
  }
}

const VERDICTS: Readonly<Record<VerdictKind, { readonly text: string; readonly tone: Tone }>> = {
  'not-worse-and-cheaper': { text: '✓ not worse', tone: 'good' },
  'cheaper-undecided': { text: '? quality undecided', tone: 'warn' },
  worse: { text: '✗ worse', tone: 'bad' },
  'no-saving': { text: '– no saving', tone: 'neutral' },
  unknown: { text: 'no verdict', tone: 'neutral' },
}
