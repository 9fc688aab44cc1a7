import type { SqueezeEdit, SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { Tag, type Tone } from '../../../ui/marks.tsx'
import styles from '../result.module.css'
import { type LedgerState, ledgerState } from './ledger-states.ts'

const STATES: Readonly<Record<LedgerState, { readonly text: string; readonly tone: Tone }>> = {
  verbatim: { text: '✓ verbatim', tone: 'good' },
  reworded: { text: '✓ in other words', tone: 'good' },
  restated: { text: 'said anew: look at it', tone: 'warn' },
  'may-be-lost': { text: 'touched, not required', tone: 'neutral' },
}

/** Every rule of the prompt, and what the chosen edits do to it. */
export function RuleStates({
  squeeze,
  chosen,
}: {
  readonly squeeze: SqueezeSnapshot
  readonly chosen: readonly SqueezeEdit[]
}) {
  const { ledger } = squeeze
  if (ledger.length === 0) return <p className={styles.note}>No rule was found in this prompt.</p>
  return (
    <table className={styles.table} data-testid="squeeze-rule-states">
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col">Type</th>
          <th scope="col">Required</th>
          <th scope="col">With the chosen edits</th>
        </tr>
      </thead>
      <tbody>
        {ledger.map((item) => {
          const state = STATES[ledgerState(item, chosen)]
          return (
            <tr key={item.id}>
              <th scope="row" className={styles.quoteCell}>
                {item.quote}
              </th>
              <td>{item.type}</td>
              <td>{item.isRequired ? 'yes' : 'no'}</td>
              <td>
                <Tag tone={state.tone}>{state.text}</Tag>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
