import type { SavingsReport } from '../../../../shared/domain/savings.ts'
import { calculators } from '../../../../shared/savings/calculators/registry.ts'
import { CalculatorCard } from './calculator-card.tsx'
import styles from './calculators.module.css'

/** Break-evens with the user's own numbers. */
export function Calculators({ report }: { readonly report: SavingsReport }) {
  return (
    <section aria-label="Calculators">
      <p className={`muted ${styles.intro}`}>
        What no run can measure: your own numbers in, a break-even out. They begin with today’s bill; nothing here is in
        the sum of the levers.
      </p>
      <div className={styles.cards}>
        {calculators.all.map((calculator) => (
          <CalculatorCard key={calculator.id} calculator={calculator} report={report} />
        ))}
      </div>
    </section>
  )
}
