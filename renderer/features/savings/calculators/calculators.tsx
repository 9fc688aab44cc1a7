import type { SavingsReport } from '../../../../shared/domain/savings.ts'
import { calculators } from '../../../../shared/savings/calculators/registry.ts'
import { useRoute } from '../../../client/use-route.ts'
import { CalculatorCard } from './calculator-card.tsx'
import styles from './calculators.module.css'

/** What something costs, and break-evens, with the user's own numbers; no run is needed. */
export function Calculators({ report }: { readonly report: SavingsReport | null }) {
  const settings = useRoute('settings.get', {}).data
  return (
    <section aria-label="Calculators">
      <p className={`muted ${styles.intro}`}>
        What no run can measure: your own numbers in, a cost or a break-even out. They begin with{' '}
        {report ? 'today’s bill' : 'examples until a run has answers, and then with its bill'}; nothing here is in the
        sum of the levers.
      </p>
      <div className={styles.cards}>
        {calculators.all.map((calculator) => (
          <CalculatorCard
            key={calculator.id}
            calculator={calculator}
            report={report}
            callsPerDay={settings?.profile.callsPerDay ?? null}
          />
        ))}
      </div>
    </section>
  )
}
