import { Button, SegmentedControl } from '@mantine/core'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import { renderSavings } from '../../../shared/report/render-savings.ts'
import { useNavigate, usePlace } from '../../client/services.tsx'
import { useProject } from '../../client/use-project.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { Explain } from '../../ui/explain.tsx'
import { plural } from '../../ui/figures.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../ui/states.tsx'
import { Calculators } from './calculators/calculators.tsx'
import { Checklist } from './calculators/checklist.tsx'
import { LeversTab } from './levers-tab.tsx'
import { PriceChoice } from './price-choice.tsx'
import { SaveReport } from './save-report.tsx'
import styles from './savings.module.css'
import { SavingsHead } from './savings-head.tsx'
import { SavingsHero } from './savings-hero.tsx'
import { SpendTab } from './spend/spend-tab.tsx'
import { ModelUpgrade } from './upgrade/model-upgrade.tsx'
import { useSavings } from './use-savings.ts'

const TABS = [
  { value: 'levers', label: 'Levers' },
  { value: 'upgrade', label: 'Model upgrade' },
  { value: 'spend', label: 'Where it goes' },
  { value: 'calculators', label: 'Calculators' },
  { value: 'checklist', label: 'Checklist' },
] as const
type Tab = (typeof TABS)[number]['value']

/** What is paid per month, what would be paid, and the next step; below, what each figure rests on. */
export function SavingsPage() {
  const { project, error } = useProject()
  if (error) return <Framed content={<FailedState error={error} />} />
  if (!project) return <Framed content={<LoadingRows rows={6} />} />
  return <ProjectSavings key={project.id} projectId={project.id} />
}

function Framed({ content }: { readonly content: React.ReactNode }) {
  return <Page title="Savings">{content}</Page>
}

function ProjectSavings({ projectId }: { readonly projectId: ProjectId }) {
  const place = usePlace()
  const savings = useSavings(projectId, place.page === 'savings' ? (place.runId ?? null) : null)
  const [tab, setTab] = useRemembered<Tab>('savings-tab', 'levers')
  const { report, error, retry } = savings
  if (error) return <Framed content={<FailedState error={error} onRetry={retry} />} />
  // One model with a price is not enough: the others are what it is compared with.
  const isUnpriced = report?.columns.some(({ callNanoUsd }) => callNanoUsd === null) ?? false
  const isReckoned = report?.columns.some(({ pricedAs }) => pricedAs !== null) ?? false
  const detail = report
    ? `${plural(report.cases, 'case')}${report.cases < report.totalCases ? ` of ${report.totalCases.toLocaleString('en-US')}, evenly sampled` : ''}`
    : undefined
  return (
    <Page
      title={
        <>
          Savings
          <Explain word="lever" />
        </>
      }
      detail={detail}
      actions={report ? <SavingsHead savings={savings} report={report} /> : null}
    >
      <div className={styles.page} data-stale={savings.isStale || undefined} aria-busy={savings.isStale}>
        <div className={styles.tabs}>
          <SegmentedControl
            aria-label="What is shown"
            data={[...TABS]}
            value={tab}
            onChange={(value) => setTab(value as Tab)}
          />
          <span role="status" className="muted">
            {savings.isStale ? 'Working it out anew…' : ''}
          </span>
          {report && savings.isSettled && tab === 'levers' ? (
            <SaveReport
              name={`savings ${report.run.name}`}
              render={(format, origin) =>
                renderSavings(format, { report, waterfall: savings.waterfall, spend: null, ...origin })
              }
            />
          ) : null}
        </div>
        {report && report.todayNanoUsd !== null && tab === 'levers' ? (
          <SavingsHero savings={savings} report={report} />
        ) : null}
        {report && isUnpriced && tab !== 'spend' && tab !== 'checklist' ? (
          <PriceChoice savings={savings} report={report} />
        ) : null}
        {tab === 'spend' ? <SpendTab projectId={projectId} wish={savings.wish} /> : null}
        {tab === 'checklist' ? <Checklist /> : null}
        {report && tab === 'levers' ? <LeversTab savings={savings} report={report} /> : null}
        {report && tab === 'levers' && isReckoned && !isUnpriced ? (
          <PriceChoice savings={savings} report={report} />
        ) : null}
        {report && tab === 'upgrade' ? <ModelUpgrade savings={savings} report={report} /> : null}
        {report !== undefined && tab === 'calculators' ? <Calculators report={report} /> : null}
        {report || tab === 'spend' || tab === 'checklist' || (report === null && tab === 'calculators') ? null : (
          <NoReport isLoading={report === undefined} />
        )}
      </div>
    </Page>
  )
}

/** Instead of what rests on a run's answers. */
function NoReport({ isLoading }: { readonly isLoading: boolean }) {
  const { go } = useNavigate()
  if (isLoading) return <LoadingRows rows={8} label="Working out what could be saved" />
  return (
    <EmptyState
      icon="savings"
      title="Nothing has been measured yet"
      action={
        <Button onClick={() => go({ page: 'runs' })} data-testid="savings-to-runs">
          Go to Runs
        </Button>
      }
    >
      Every figure here comes from answers: run a prompt on an eval set, with a second model or a shorter variant beside
      it, or import recorded answers (Eval sets, Import). A usage log tells where the money goes without them.
    </EmptyState>
  )
}
