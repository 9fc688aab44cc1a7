import { formatUsd } from '../../../shared/cost/format-usd.ts'
import { useProject } from '../../client/use-project.ts'
import { useRoute } from '../../client/use-route.ts'
import { Explain } from '../../ui/explain.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../ui/states.tsx'

/** What is paid per month, what would be paid, and the next step. */
export function SavingsPage() {
  const { project } = useProject()
  const report = useRoute('savings.report', project && { projectId: project.id })
  if (report.error) {
    return (
      <Page title="Savings">
        <FailedState error={report.error} onRetry={() => void report.refetch()} />
      </Page>
    )
  }
  return (
    <Page
      title={
        <>
          Savings
          <Explain word="lever" />
        </>
      }
    >
      {report.data === undefined ? <LoadingRows rows={6} label="Working out the levers" /> : null}
      {report.data === null ? (
        <EmptyState icon="savings" title="No run to reckon with yet">
          Run a prompt on its eval set, or import recorded answers: every figure here comes from them.
        </EmptyState>
      ) : null}
      {report.data ? <p>{formatUsd(report.data.todayNanoUsd)} / month</p> : null}
    </Page>
  )
}
