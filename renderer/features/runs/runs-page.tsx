import { Button, Switch, TextInput } from '@mantine/core'
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
import { findRuns } from './find-runs.ts'
import { NewRunDialog } from './new-run/new-run-dialog.tsx'
import { RunPage } from './run/run-page.tsx'
import { RunList } from './run-list.tsx'
import { useNewRun } from './use-new-run.ts'

/** About as many as fit on a screen: from there on they can be searched. */
const SHOWN_AT_ONCE = 12

const TITLE = (
  <>
    Runs
    <Explain word="run" />
  </>
)

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
  const [wanted, setWanted] = useState('')
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
      <Page title={TITLE}>
        <FailedState error={failure} onRetry={() => void runs.refetch()} />
      </Page>
    )
  }
  if (isLoading || !runs.data) {
    return (
      <Page title={TITLE}>
        <LoadingRows label="Loading runs" />
      </Page>
    )
  }
  if (runs.data.length > 0) {
    const found = findRuns(runs.data, wanted)
    return (
      <Page
        title={TITLE}
        detail={
          <span data-testid="run-count">
            {found.length < runs.data.length ? `${found.length} of ` : ''}
            {plural(runs.data.length, 'run')}
          </span>
        }
        actions={
          <>
            {runs.data.length > SHOWN_AT_ONCE ? (
              <TextInput
                aria-label="Search runs"
                placeholder="Name, prompt, eval set, model"
                leftSection={<Icon name="search" size={14} />}
                value={wanted}
                onChange={(event) => setWanted(event.currentTarget.value)}
                w={220}
                data-testid="run-search"
              />
            ) : null}
            {archivedSwitch}
            {button}
          </>
        }
        hasPadding={false}
      >
        {found.length === 0 ? (
          <EmptyState icon="search" title="No run matches">
            None of the {plural(runs.data.length, 'run')} has "{wanted}" in its name, prompt, eval set or models.
          </EmptyState>
        ) : (
          <RunList runs={found} onOpen={(runId) => go({ page: 'runs', runId })} />
        )}
      </Page>
    )
  }
  return (
    <Page title={TITLE} actions={archivedSwitch}>
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
