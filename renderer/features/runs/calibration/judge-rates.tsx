import { columnName } from '../../../../shared/charts/frontier-points.ts'
import type { JudgedRate, JudgeStatus } from '../../../../shared/domain/judge-calibration.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { countText, percentText } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import styles from './label-view.module.css'

/** What the judge let pass by column, beside what the labels say that humans would have; and whom it may favour. */
export function JudgeRates({ run, judge }: { readonly run: Run; readonly judge: JudgeStatus }) {
  const { rates, kinModelIds, judgeModelId } = judge
  return (
    <>
      {kinModelIds.length > 0 ? (
        <p className={styles.kin} role="note" data-testid="judge-kin">
          <Icon name="warning" size={14} /> {judgeModelId} is of one family with {kinModelIds.join(', ')}, and models
          tend to prefer their own kind. Better judge by a model of another family.
        </p>
      ) : null}
      <table className={styles.rates} data-testid="judge-rates">
        <thead>
          <tr>
            <th>Column</th>
            <th>Judged</th>
            <th>Meets it, by the judge</th>
            <th title="The judge's rate, moved by how far it is off where humans labelled too">
              Meets it, corrected by labels
            </th>
          </tr>
        </thead>
        <tbody>
          {rates.map((rate) => {
            const column = run.columns.find(
              ({ variantId, modelId }) => variantId === rate.variantId && modelId === rate.modelId,
            )
            return column ? (
              <tr key={`${rate.variantId} ${rate.modelId}`}>
                <td>
                  {columnName(column)} · <span className="muted">{rate.modelId}</span>
                </td>
                <td className="tabular">{countText(rate.judged)}</td>
                <td className="tabular">{rate.judgeRate === null ? '–' : percentText(rate.judgeRate)}</td>
                <td className="tabular">{correctedText(rate)}</td>
              </tr>
            ) : null
          })}
        </tbody>
      </table>
    </>
  )
}

function correctedText({ correctedRate, correctedInterval }: JudgedRate): string {
  if (correctedRate === null || correctedInterval === null) return 'too few labels'
  return `≈ ${percentText(correctedRate)} (${percentText(correctedInterval.low)} to ${percentText(correctedInterval.high)})`
}
