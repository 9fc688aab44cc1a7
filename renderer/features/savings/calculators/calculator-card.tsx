import { nanoToUsd } from '../../../../shared/domain/money.ts'
import type { SavingsReport } from '../../../../shared/domain/savings.ts'
import type { Calculator, CalculatorField } from '../../../../shared/savings/calculators/calculator.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { NumberField } from '../../../ui/number-field.tsx'
import styles from './calculators.module.css'
import { ModelPrices, pricesOf, usePricedModels } from './model-prices.tsx'

interface CalculatorCardProps {
  readonly calculator: Calculator
  /** Null = no run has answers yet. */
  readonly report: SavingsReport | null
  /** Of the profile; null while it is read. */
  readonly callsPerDay: number | null
}

/** One calculator: its question, its answer, its fields. */
export function CalculatorCard({ calculator, report, callsPerDay }: CalculatorCardProps) {
  const [typed, setTyped] = useRemembered<Readonly<Record<string, number>>>(`calculator.${calculator.id}`, {})
  const [modelId, setModelId] = useRemembered<string | null>(`calculator.${calculator.id}.model`, null)
  const model = usePricedModels().find(({ id }) => id === modelId) ?? null
  const { fields, promptKey } = calculator
  const initials = fields.map(
    (field) => [field.key, typed[field.key] ?? initialOf(field, report, callsPerDay)] as const,
  )
  const prompt = initials.find(([key]) => key === promptKey)?.[1] ?? 0
  const prices = model ? pricesOf(model, prompt) : {}
  const values = Object.fromEntries(
    fields.map(({ key, price }, at) => [key, typed[key] ?? (price ? prices[price] : null) ?? initials[at]?.[1] ?? 0]),
  )
  const choose = (id: string | null) => {
    setModelId(id)
    // Prices that were typed before would hide the model's.
    setTyped(
      Object.fromEntries(
        Object.entries(typed).filter(([key]) => !fields.some((field) => field.key === key && field.price)),
      ),
    )
  }
  const { sentence, isWorthIt, lines } = calculator.calculate(values)
  return (
    <article className={styles.card} data-testid={`calculator-${calculator.id}`}>
      <h3>{calculator.label}</h3>
      <p className="muted">{calculator.question}</p>
      <p className={styles.answer} data-tone={isWorthIt === null ? undefined : isWorthIt ? 'good' : 'bad'}>
        {sentence}
      </p>
      {fields.some(({ price }) => price !== undefined) ? (
        <ModelPrices calculatorId={calculator.id} modelId={modelId} onChoose={(chosen) => choose(chosen?.id ?? null)} />
      ) : null}
      <div className={styles.fields}>
        {fields.map((field) => (
          <NumberField
            key={field.key}
            label={field.label}
            value={values[field.key] ?? 0}
            min={0}
            {...(field.unit === 'percent' ? { max: 100, suffix: ' %' } : {})}
            {...(field.unit === 'usd' ? { prefix: '$' } : {})}
            thousandSeparator=","
            onChange={(value) => value !== null && setTyped({ ...typed, [field.key]: value })}
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
function initialOf(
  { known, initial, share = 1 }: CalculatorField,
  report: SavingsReport | null,
  profileCallsPerDay: number | null,
): number {
  if (report === null) return known === 'callsPerDay' ? (profileCallsPerDay ?? initial) : initial
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
