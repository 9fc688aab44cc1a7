import { Button } from '@mantine/core'
import { isOptimizeMode } from '../../../shared/domain/squeeze.ts'
import type { SqueezePlace } from '../../client/router.ts'
import { useNavigate, usePlace } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useProject } from '../../client/use-project.ts'
import { useRoute } from '../../client/use-route.ts'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { Split, SplitHandle, SplitPanel } from '../../ui/split.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../ui/states.tsx'
import { SqueezeList } from './squeeze-list.tsx'
import { SqueezeView } from './squeeze-view.tsx'
import { StartPanel } from './start/start-panel.tsx'

/** Auto-compression of one prompt: its squeezes on the left, and the chosen one or the form of a new one. */
export function SqueezePage() {
  const place = usePlace()
  if (place.page !== 'squeeze') {
    return (
      <EmptyState icon="compress" title="Nothing to squeeze">
        Open a prompt and choose “Squeeze…” under Compress.
      </EmptyState>
    )
  }
  return <SqueezesOfPrompt key={place.promptId} place={place} />
}

function SqueezesOfPrompt({ place }: { readonly place: SqueezePlace }) {
  const { promptId, squeezeId, variantId, mode } = place
  const { go } = useNavigate()
  const { project } = useProject()
  const prompts = useRoute('prompts.list', project ? { projectId: project.id } : null)
  const prompt = prompts.data?.find(({ id }) => id === promptId)
  const variants = useRoute('variants.list', { promptId })
  const squeezes = useRoute('squeeze.list', { promptId })
  const back = () => go({ page: 'prompts', promptId })
  const startNew = () => go({ page: 'squeeze', promptId, ...(variantId ? { variantId } : {}) })
  useActions([
    { id: 'squeeze-back', label: 'Back to the prompt', group: 'Squeeze', keys: 'alt+ArrowLeft', run: back },
    { id: 'squeeze-new', label: 'New squeeze or optimization', group: 'Squeeze', keys: 'alt+n', run: startNew },
  ])
  const error = prompts.error ?? variants.error ?? squeezes.error
  const list = variants.data ?? []
  const shown = squeezes.data?.find(({ id }) => id === squeezeId)
  const verb = shown === undefined ? 'Squeeze or optimize' : isOptimizeMode(shown.mode) ? 'Optimize' : 'Squeeze'
  const first = list.find(({ id }) => id === variantId) ?? list[0]
  return (
    <Page
      hasPadding={false}
      title={`${verb} ${prompt?.name ?? ''}`}
      actions={
        <Button variant="default" onClick={back} leftSection={<Icon name="chevron-left" size={12} />} title="Alt+←">
          Back to the prompt
        </Button>
      }
    >
      {error ? (
        <FailedState error={error} onRetry={() => void Promise.all([variants.refetch(), squeezes.refetch()])} />
      ) : !prompts.data || !variants.data || !squeezes.data ? (
        <LoadingRows rows={10} label="Loading squeezes" />
      ) : !prompt ? (
        <EmptyState icon="compress" title="This prompt is not in the project">
          It was archived, or belongs to another project. Choose that project above the pages.
        </EmptyState>
      ) : (
        <Split id="squeeze" panelIds={['squeezes', 'squeeze']}>
          <SplitPanel
            id="squeezes"
            defaultSize={196}
            minSize={150}
            maxSize={340}
            groupResizeBehavior="preserve-pixel-size"
          >
            <SqueezeList
              squeezes={squeezes.data}
              variants={list}
              currentId={squeezeId ?? null}
              onOpen={(id) => go({ page: 'squeeze', promptId, squeezeId: id })}
              onNew={startNew}
            />
          </SplitPanel>
          <SplitHandle label="Resize the list of squeezes" />
          <SplitPanel id="squeeze" minSize={520}>
            {squeezeId ? (
              <SqueezeView key={squeezeId} squeezeId={squeezeId} prompt={prompt} variants={list} />
            ) : first ? (
              <StartPanel key={first.id} prompt={prompt} variants={list} first={first} mode={mode ?? null} />
            ) : (
              <EmptyState icon="compress" title="Nothing to squeeze">
                This prompt has no variants left.
              </EmptyState>
            )}
          </SplitPanel>
        </Split>
      )}
    </Page>
  )
}
