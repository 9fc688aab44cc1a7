import { Button, Switch } from '@mantine/core'
import { useState } from 'react'
import { useNavigate, usePlace } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useProject } from '../../client/use-project.ts'
import { useRoute } from '../../client/use-route.ts'
import { Explain } from '../../ui/explain.tsx'
import { plural } from '../../ui/figures.ts'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../ui/states.tsx'
import { NewRunDialog } from './new-run/new-run-dialog.tsx'
import { RunPage } from './run/run-page.tsx'
import { RunList } from './run-list.tsx'
import { useNewRun } from './use-new-run.ts'

/** All runs of the project, or one of them; over both, the dialog for a new run. */
export function RunsPage() {
  const place = usePlace()
  const { project } = useProject()
  const newRun = useNewRun()
  useActions([{ id: 'new-run', label: 'New run', group: 'Runs', keys: 'mod+alt+n', run: newRun.open }])
  if (place.page !== 'runs') return null
  return (
    <>
      {place.runId ? <RunPage key={place.runId} runId={place.runId} /> : <RunListPage onNewRun={newRun.open} />}
      {project && newRun.isOpen ? (
        <NewRunDialog
          key={project.id}
          project={project}
          promptId={newRun.promptId}
          preset={newRun.preset}
          onClose={newRun.close}
        />
      ) : null}
    </>
  )
}

function RunListPage({ onNewRun }: { readonly onNewRun: () => void }) {
  const { project, isLoading, error } = useProject()
  const { go } = useNavigate()
  const [withArchived, setWithArchived] = useState(false)
  const runs = useRoute('runs.list', project ? { projectId: project.id, withArchived } : null, { keepPrevious: true })
  const evalSets = useRoute('eval-sets.list', project ? { projectId: project.id } : null)
  const button = (
    <Button leftSection={<Icon name="play" size={14} />} onClick={onNewRun} data-testid="new-run">
      New run
    </Button>
  )
  const archivedSwitch = (
    <Switch
      label="Archived"
      checked={withArchived}
      onChange={(event) => setWithArchived(event.currentTarget.checked)}
      data-testid="runs-archived"
    />
  )
  const failure = error ?? runs.error
  if (failure) {
    return (
      <Page title="Runs">
        <FailedState error={failure} onRetry={() => void runs.refetch()} />
      </Page>
    )
  }
  if (isLoading || !runs.data) {
    return (
      <Page title="Runs">
        <LoadingRows label="Loading runs" />
      </Page>
    )
  }
  if (runs.data.length > 0) {
    return (
      <Page
        title={
          <>
            Runs
            <Explain word="run" />
          </>
        }
        detail={plural(runs.data.length, 'run')}
        actions={
          <>
            {archivedSwitch}
            {button}
          </>
        }
        hasPadding={false}
      >
        <RunList runs={runs.data} onOpen={(runId) => go({ page: 'runs', runId })} />
      </Page>
    )
  }
  return (
    <Page title="Runs" actions={archivedSwitch}>
      <EmptyState icon="runs" title="No runs yet" action={button}>
        A run asks every chosen variant on every chosen model about each case of an eval set, and scores the answers.
        You see the number of calls and what they cost before it starts.
        {evalSets.data?.length === 0
          ? ' This project has no eval set yet: import your cases first, under Eval sets.'
          : ''}
      </EmptyState>
    </Page>
  )
}
