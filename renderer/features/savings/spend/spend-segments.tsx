import type { ProjectId } from '../../../../shared/domain/ids.ts'
import { useRoute } from '../../../client/use-route.ts'
import { SpendTable } from './spend-table.tsx'

/** What each part of the prompt in production costs of an average call, by the newest run. */
export function SpendSegments({ projectId }: { readonly projectId: ProjectId }) {
  const { data } = useRoute('savings.segments', { projectId })
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
      note={`Of an average call of ${data.label} in the run “${data.runName}”: its mean bill, shared out by tokens at list prices.`}
      testId="spend-by-segment"
    />
  )
}
