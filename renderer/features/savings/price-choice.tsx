import { Select } from '@mantine/core'
import { ModelId } from '../../../shared/domain/ids.ts'
import type { SavingsReport } from '../../../shared/domain/savings.ts'
import { useRoute } from '../../client/use-route.ts'
import styles from './savings.module.css'
import type { Savings } from './use-savings.ts'

/** Where nothing is priced: whose price each model is to be reckoned with. */
export function PriceChoice({ savings, report }: { readonly savings: Savings; readonly report: SavingsReport }) {
  const models = useRoute('models.list', {}).data ?? []
  const priced = models.filter(({ price, isSimulation }) => price !== null && !isSimulation)
  const { pricedAs } = savings.choice.assumptions
  const asked = [...new Set(report.columns.map(({ column }) => column.modelId))].filter(
    (id) => models.find((model) => model.id === id)?.price == null,
  )
  // A column without answers has no cost either, and its model's price is known.
  if (asked.length === 0) return null
  return (
    <section className={styles.prices} data-testid="savings-unpriced">
      <h2>What do these models cost?</h2>
      <p className="muted">
        The answers of this run have no price, and unknown is never zero. Say whose price each is to be reckoned with;
        tokens that did not come with the answers are counted here.
      </p>
      <div className={styles.priceFields}>
        {asked.map((id) => (
          <Select
            key={id}
            label={id}
            placeholder="Priced as …"
            searchable
            clearable
            data={priced.map((model) => ({
              value: model.id,
              label: `${model.label} · $${model.price?.prices.input} in, $${model.price?.prices.output} out`,
            }))}
            value={pricedAs[id] ?? null}
            onChange={(value) => {
              const { [id]: _before, ...others } = pricedAs
              savings.assume({ pricedAs: value ? { ...others, [id]: ModelId.parse(value) } : others })
            }}
            data-testid={`priced-as-${id}`}
          />
        ))}
      </div>
    </section>
  )
}
