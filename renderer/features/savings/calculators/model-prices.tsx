import { Select } from '@mantine/core'
import { pricesFor } from '../../../../shared/cost/prices-for.ts'
import type { CatalogModel, TokenPrices } from '../../../../shared/domain/model.ts'
import { useRoute } from '../../../client/use-route.ts'

interface ModelPricesProps {
  readonly calculatorId: string
  readonly modelId: string | null
  readonly onChoose: (model: CatalogModel | null) => void
}

/** Whose prices a calculator reckons with; null = the user's own. */
export function ModelPrices({ calculatorId, modelId, onChoose }: ModelPricesProps) {
  const models = usePricedModels()
  return (
    <Select
      label="Prices of"
      placeholder="your own"
      searchable
      clearable
      data={models.map(({ id, label }) => ({ value: id, label }))}
      value={models.some(({ id }) => id === modelId) ? modelId : null}
      onChange={(id) => onChoose(models.find((model) => model.id === id) ?? null)}
      data-testid={`calculator-${calculatorId}-model`}
    />
  )
}

/** What a call with such a prompt costs per million tokens; cache reads at the price of input where there is none of their own. */
export function pricesOf({ price }: CatalogModel, promptTokens: number): Partial<TokenPrices> {
  if (price === null) return {}
  const { input, output, cacheRead } = pricesFor(price, promptTokens)
  return { input, output, cacheRead: cacheRead ?? input }
}

/** Models with a price that is not made up. */
export function usePricedModels(): readonly CatalogModel[] {
  const models = useRoute('models.list', {}).data ?? []
  return models.filter(({ price, isSimulation }) => price !== null && !isSimulation)
}
