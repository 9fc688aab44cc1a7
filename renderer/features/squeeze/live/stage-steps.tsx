import type { SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import styles from '../squeeze.module.css'
import { stagesOf } from '../squeeze-words.ts'

/** The steps of a squeeze, with the one that is under way. */
export function StageSteps({ squeeze }: { readonly squeeze: SqueezeSnapshot }) {
  const stages = stagesOf(squeeze.spec.mode)
  const at = stages.findIndex(({ stage }) => stage === squeeze.stage)
  const current = stages[at]
  return (
    <div className={styles.stages}>
      <ol className={styles.steps} data-testid="squeeze-stages">
        {stages.map(({ stage, label, text }, index) => (
          <li
            key={stage}
            title={text}
            data-step={at < 0 || index < at ? 'done' : index === at ? 'current' : 'ahead'}
            aria-current={index === at ? 'step' : undefined}
          >
            {at < 0 || index < at ? '✓ ' : ''}
            {label}
          </li>
        ))}
      </ol>
      <span className="muted">{current?.text ?? ''}</span>
    </div>
  )
}
