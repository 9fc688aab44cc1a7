import { NumberInput } from '@mantine/core'
import { nanoToUsd } from '../../../../shared/domain/money.ts'
import type { SavingsReport } from '../../../../shared/domain/savings.ts'
import type { Calculator, CalculatorField } from '../../../../shared/savings/calculators/calculator.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import styles from './calculators.module.css'

/** One calculator: its question, its answer, its fields. */
export function CalculatorCard({
  calculator,
  report,
}: {
  readonly calculator: Calculator
  readonly report: SavingsReport
}) {
  const [typed, setTyped] = useRemembered<Readonly<Record<string, number>>>(`calculator.${calculator.id}`, {})
  const values = Object.fromEntries(
    calculator.fields.map((field) => [field.key, typed[field.key] ?? initialOf(field, report)]),
  )
  const { sentence, isWorthIt, lines } = calculator.calculate(values)
  return (
    <article className={styles.card} data-testid={`calculator-${calculator.id}`}>
      <h3>{calculator.label}</h3>
      <p className="muted">{calculator.question}</p>
      <p className={styles.answer} data-tone={isWorthIt === null ? undefined : isWorthIt ? 'good' : 'bad'}>
        {sentence}
      </p>
      <div className={styles.fields}>
        {calculator.fields.map((field) => (
          <NumberInput
            key={field.key}
            label={field.label}
            value={values[field.key] ?? 0}
            min={0}
            {...(field.unit === 'percent' ? { max: 100, suffix: ' %' } : {})}
            {...(field.unit === 'usd' ? { prefix: '$' } : {})}
            thousandSeparator=","
            onChange={(value) => {
              const next = Number(value)
              if (value !== '' && Number.isFinite(next)) setTyped({ ...typed, [field.key]: next })
            }}
          />
        ))}
      </div>
      <dl className={styles.lines}>
        {lines.map(({ label, text }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="tabular">{text}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.formula}>{calculator.formula}</p>
    </article>
  )
}

/** What the report knows, to three digits; else the field's own. */
function initialOf({ known, initial, share = 1 }: CalculatorField, report: SavingsReport): number {
  const { todayNanoUsd, callsPerDay, columns, baseline } = report
  const own = columns.find(
    ({ column }) => column.variantId === baseline.variantId && column.modelId === baseline.modelId,
  )
  const found = { callsPerDay, callUsd: own?.callNanoUsd ?? null, monthUsd: todayNanoUsd }
  switch (known) {
    case 'callsPerDay':
      return found.callsPerDay
    case 'callUsd':
    case 'monthUsd': {
      const nano = found[known]
      return nano === null ? initial : Number((nanoToUsd(nano) * share).toPrecision(3))
    }
    case undefined:
      return initial
    default:
      return known satisfies never
  }
}
