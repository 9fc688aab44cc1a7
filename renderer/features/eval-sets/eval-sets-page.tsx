import { Button } from '@mantine/core'
import type { EvalSetId } from '../../../shared/domain/ids.ts'
import { usePlace } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useProject } from '../../client/use-project.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { useRoute } from '../../client/use-route.ts'
import { Split, SplitHandle, SplitPanel } from '../../ui/split.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../ui/states.tsx'
import { EvalSetDesk } from './eval-set-desk.tsx'
import { EvalSetList } from './eval-set-list.tsx'
import { DropTarget } from './import/drop-target.tsx'
import { ImportDialog } from './import/import-dialog.tsx'
import { useImport } from './import/use-import.ts'
import { useEvalSetCommands } from './use-eval-set-commands.tsx'

/** The project's eval sets on the left; cases and assertions of the chosen one in the rest. A dropped file comes in anywhere. */
export function EvalSetsPage() {
  const { project, isLoading, error } = useProject()
  const place = usePlace()
  const evalSets = useRoute('eval-sets.list', project ? { projectId: project.id } : null)
  const [lastId, rememberLast] = useRemembered<EvalSetId | null>(`eval-set.${project?.id ?? 'none'}`, null)
  const withArchived = useRoute('eval-sets.list', project ? { projectId: project.id, withArchived: true } : null)
  const [isListHidden, setIsListHidden] = useRemembered('eval-set-list-hidden', false)
  const commands = useEvalSetCommands(project?.id ?? null, rememberLast)
  const list = evalSets.data ?? []
  const wanted = place.page === 'eval-sets' ? place.evalSetId : undefined
  const evalSet = list.find(({ id }) => id === wanted) ?? list.find(({ id }) => id === lastId) ?? list[0] ?? null
  const importing = useImport()
  useActions([
    { id: 'import-cases', label: 'Import cases…', group: 'Eval sets', keys: 'mod+i', run: importing.open },
    { id: 'new-eval-set', label: 'New eval set…', group: 'Eval sets', run: () => void commands.create() },
  ])

  if (error) return <FailedState error={error} />
  if (evalSets.error) return <FailedState error={evalSets.error} onRetry={() => void evalSets.refetch()} />
  if (isLoading || (project && evalSets.isPending)) return <LoadingRows rows={12} label="Loading eval sets" />
  if (!project) {
    return (
      <EmptyState icon="projects" title="No project yet">
        Eval sets belong to a project. Make one with the switcher at the top left.
      </EmptyState>
    )
  }

  return (
    <DropTarget
      isDisabled={importing.isOpen && importing.state.step !== 'choosing'}
      onFile={importing.takeFile}
      onText={importing.takeText}
    >
      <Split id="eval-sets" panelIds={isListHidden ? ['work'] : ['list', 'work']}>
        {isListHidden ? null : (
          <>
            <SplitPanel
              id="list"
              defaultSize={190}
              minSize={140}
              maxSize={360}
              groupResizeBehavior="preserve-pixel-size"
            >
              <EvalSetList
                evalSets={list}
                archived={(withArchived.data ?? []).filter(({ archivedAt }) => archivedAt !== null)}
                currentId={evalSet?.id ?? null}
                commands={commands}
                onHide={() => setIsListHidden(true)}
              />
            </SplitPanel>
            <SplitHandle label="Resize the list of eval sets" />
          </>
        )}
        <SplitPanel id="work" minSize={460}>
          {evalSet ? (
            <EvalSetDesk
              key={evalSet.id}
              evalSet={evalSet}
              commands={commands}
              onImport={importing.open}
              onShowList={isListHidden ? () => setIsListHidden(false) : null}
            />
          ) : (
            <EmptyState
              icon="eval-sets"
              title="No eval sets yet"
              action={
                <Button onClick={importing.open} data-testid="first-import">
                  Import cases…
                </Button>
              }
            >
              Cases are what prompts are measured with: inputs with the answers you expect. Drop a CSV or JSON Lines
              file anywhere here, or paste a table.
            </EmptyState>
          )}
        </SplitPanel>
      </Split>
      <ImportDialog importing={importing} projectId={project.id} current={evalSet} onDone={commands.open} />
      {commands.dialog}
    </DropTarget>
  )
}
