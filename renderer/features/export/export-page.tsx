import { usePlace } from '../../client/services.tsx'
import { useRoute } from '../../client/use-route.ts'
import { Page } from '../../ui/page.tsx'
import { FailedState, LoadingRows } from '../../ui/states.tsx'
import { ExportDesk } from './export-desk.tsx'

/** A variant as a file for the code that will use it, with its provenance. */
export function ExportPage() {
  const place = usePlace()
  const variantId = place.page === 'export' ? place.variantId : null
  const variant = useRoute('variants.get', variantId ? { variantId } : null)
  if (place.page !== 'export') return null
  if (variant.error) {
    return (
      <Page title="Export">
        <FailedState error={variant.error} onRetry={() => void variant.refetch()} />
      </Page>
    )
  }
  if (!variant.data) {
    return (
      <Page title="Export">
        <LoadingRows label="Loading variant" />
      </Page>
    )
  }
  return <ExportDesk key={variant.data.id} variant={variant.data} place={place} />
}
