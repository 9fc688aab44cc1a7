import { Button, Group } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import type { PromptId } from '../../../shared/domain/ids.ts'
import type { PromptPartial } from '../../../shared/domain/partial.ts'
import type { Action } from '../../client/actions.ts'
import { useNavigate, usePlace } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useProject } from '../../client/use-project.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { useRoute } from '../../client/use-route.ts'
import { Split, SplitHandle, SplitPanel } from '../../ui/split.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../ui/states.tsx'
import { PartialEditor } from './partials/partial-editor.tsx'
import { PartialList } from './partials/partial-list.tsx'
import { usePartialCommands } from './partials/use-partial-commands.tsx'
import { PromptEditor } from './prompt-editor.tsx'
import { PromptList } from './prompt-list.tsx'
import styles from './prompts-page.module.css'
import { UnsavedOffer } from './unsaved-offer.tsx'
import { usePromptCommands } from './use-prompt-commands.tsx'

// With it come the readers of ten formats.
const FolderSection = lazy(async () => ({
  default: (await import('./folder/folder-section.tsx')).FolderSection,
}))

const NO_PARTIALS: readonly PromptPartial[] = []

/** Prompts of the project on the left; the chosen one, with its variants and its costs, in the rest. */
export function PromptsPage() {
  const { project, isLoading, error } = useProject()
  const place = usePlace()
  const { go } = useNavigate()
  const prompts = useRoute('prompts.list', project ? { projectId: project.id } : null)
  const [lastId] = useRemembered<PromptId | null>(`prompt.${project?.id ?? 'none'}`, null)
  const withArchived = useRoute('prompts.list', project ? { projectId: project.id, withArchived: true } : null)
  const [isListHidden, setIsListHidden] = useRemembered('prompt-list-hidden', false)
  const commands = usePromptCommands(project?.id ?? null)
  const partialCommands = usePartialCommands(project?.id ?? null)
  const partialList = useRoute('partials.list', project ? { projectId: project.id } : null).data
  const partials = partialList ?? NO_PARTIALS
  const texts = useMemo(() => Object.fromEntries(partials.map(({ name, text }) => [name, text])), [partials])

  const rows = prompts.data ?? []
  const wantedId = place.page === 'prompts' ? place.promptId : undefined
  const at = rows.findIndex(({ id }) => id === (wantedId ?? lastId))
  const [before, after] = [rows[at - 1], rows[at + 1]]
  useActions([
    {
      id: 'new-partial',
      label: 'New partial…',
      group: 'Partials and folder',
      run: () => void partialCommands.create(),
    },
    {
      id: 'prompt-list',
      label: isListHidden ? 'Show the list of prompts' : 'Hide the list of prompts',
      group: 'View',
      run: () => setIsListHidden(!isListHidden),
    },
    ...(after ? [promptAction('Next', 'j', () => go({ page: 'prompts', promptId: after.id }))] : []),
    ...(before ? [promptAction('Previous', 'k', () => go({ page: 'prompts', promptId: before.id }))] : []),
  ])

  if (error) return <FailedState error={error} />
  if (prompts.error) return <FailedState error={prompts.error} onRetry={() => void prompts.refetch()} />
  if (isLoading || (project && prompts.isPending)) return <LoadingRows rows={12} label="Loading prompts" />
  const list = prompts.data ?? []
  const wanted = place.page === 'prompts' ? place.promptId : undefined
  const partial = partials.find(({ id }) => place.page === 'prompts' && id === place.partialId) ?? null
  const prompt = list.find(({ id }) => id === wanted) ?? list.find(({ id }) => id === lastId) ?? list[0]

  return (
    <div className={styles.page}>
      <UnsavedOffer />
      <div className={styles.work}>
        <Split id="prompts" panelIds={isListHidden ? ['work'] : ['list', 'work']}>
          {isListHidden ? null : (
            <>
              <SplitPanel
                id="list"
                defaultSize={176}
                minSize={130}
                maxSize={360}
                groupResizeBehavior="preserve-pixel-size"
              >
                <PromptList
                  prompts={list}
                  archived={(withArchived.data ?? []).filter(({ archivedAt }) => archivedAt !== null)}
                  currentId={partial ? null : (prompt?.id ?? null)}
                  commands={commands}
                  onHide={() => setIsListHidden(true)}
                >
                  {project ? (
                    <>
                      <PartialList projectId={project.id} currentId={partial?.id ?? null} commands={partialCommands} />
                      <Suspense>
                        <FolderSection projectId={project.id} />
                      </Suspense>
                    </>
                  ) : null}
                </PromptList>
              </SplitPanel>
              <SplitHandle label="Resize the list of prompts" />
            </>
          )}
          <SplitPanel id="work" minSize={420}>
            {partial ? (
              <PartialEditor
                key={partial.id}
                partial={partial}
                texts={texts}
                commands={partialCommands}
                onShowList={isListHidden ? () => setIsListHidden(false) : null}
              />
            ) : prompt ? (
              <PromptEditor
                key={prompt.id}
                prompt={prompt}
                commands={commands}
                onShowList={isListHidden ? () => setIsListHidden(false) : null}
              />
            ) : (
              <EmptyState
                icon="prompts"
                title="No prompts yet"
                action={
                  <Group gap="sm">
                    <Button onClick={() => void commands.create()} data-testid="first-prompt">
                      New prompt…
                    </Button>
                    <Button variant="default" onClick={commands.importFile}>
                      Import prompt…
                    </Button>
                  </Group>
                }
              >
                Write or paste a prompt and see what every word of it costs, before any call is made. A file of another
                tool can be dropped anywhere here.
              </EmptyState>
            )}
          </SplitPanel>
        </Split>
      </div>
      {commands.dialog}
      {partialCommands.dialog}
    </div>
  )
}

function promptAction(which: 'Next' | 'Previous', keys: string, run: () => void): Action {
  return { id: `prompt-${which}`, label: `${which} prompt`, group: 'Prompt', keys, run }
}
