import type { LabelItem } from '../../../../shared/domain/judge-calibration.ts'
import styles from './label-view.module.css'

/** What an answer answers to. */
export function CaseVariables({ variables }: Pick<LabelItem, 'variables'>) {
  return (
    <dl className={styles.variables}>
      {Object.entries(variables).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd data-selectable>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
