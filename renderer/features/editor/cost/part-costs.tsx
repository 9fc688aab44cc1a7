import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import styles from '../parameters/tools-field.module.css'
import { formatCount } from '../tokens/format-count.ts'
import type { Desk } from '../use-desk.ts'

/** What the schema or the tools add to a call of each chosen model, and to the bill of a thousand. */
export function PartCosts({ desk, isPart }: { readonly desk: Desk; readonly isPart: (label: string) => boolean }) {
  const rows = desk.costs.flatMap((cost) => {
    const part = cost?.overheads.find(({ label }) => isPart(label))
    return cost && part ? [{ ...part, cost }] : []
  })
  if (rows.length === 0) return null
  return (
    <table className={styles.costs}>
      <tbody>
        {rows.map(({ cost: { model, inputNanoUsd, inputTokens }, tokens, note }) => (
          <tr key={model.id} title={note}>
            <th scope="row">{model.label}</th>
            <td>≈ {formatCount(tokens)} tokens</td>
            <td>
              {inputNanoUsd === null || inputTokens === 0
                ? 'unpriced'
                : `≈ ${formatUsd(Math.round((1000 * inputNanoUsd * tokens) / inputTokens))} / 1,000 calls`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
