import type { SavingsWish } from '../../../../shared/domain/savings.ts'
import { useRoute } from '../../../client/use-route.ts'
import { SpendTable } from './spend-table.tsx'

/** What each part of the prompt costs of an average call, by the run and the column that the page's head names. */
export function SpendSegments({ wish }: { readonly wish: SavingsWish }) {
  const { data } = useRoute('savings.segments', wish, { keepPrevious: true })
  if (!data) return null
  return (
    <SpendTable
      title="By part of the prompt"
      unit="token"
      totalNanoUsd={data.callNanoUsd}
      rows={data.segments.map(({ kind, label, tokens, nanoUsd }, index) => ({
        id: `${index} ${kind}`,
        label,
        nanoUsd,
        count: tokens,
      }))}
      note={`Of an average call of ${data.label} in the run “${data.runName}”: its mean bill, shared out by tokens at list prices. Another run or column is chosen above.`}
      testId="spend-by-segment"
    />
  )
}
