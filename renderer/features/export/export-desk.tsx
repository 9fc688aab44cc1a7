import { Button, Select } from '@mantine/core'
import { useState } from 'react'
import { ModelId, RunId } from '../../../shared/domain/ids.ts'
import { type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import type { Place } from '../../client/router.ts'
import { useNavigate } from '../../client/services.tsx'
import { useProject } from '../../client/use-project.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { useRoute } from '../../client/use-route.ts'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { Split, SplitHandle, SplitPanel } from '../../ui/split.tsx'
import { VariantBadge } from '../../ui/variant-badge.tsx'
import { EvidenceReasons, EvidenceTag } from './evidence-badge.tsx'
import styles from './export.module.css'
import { ExportPreview } from './export-preview.tsx'
import { FormatList } from './format-list.tsx'
import { useRenderedFormats } from './use-rendered-formats.ts'
import { useTargetModels } from './use-target-models.ts'

/** In the picker's list, what stands for "no run". */
const NO_RUN = 'none'

export interface ExportDeskProps {
  readonly variant: Variant
  readonly place: Extract<Place, { page: 'export' }>
}

/** What, for which model, with which evidence; and the file as it would be saved. */
export function ExportDesk({ variant, place }: ExportDeskProps) {
  const { go, replace } = useNavigate()
  const { project } = useProject()
  const [wantedFormat, setWantedFormat] = useRemembered('export.format', 'python')
  const prompts = useRoute('prompts.list', project ? { projectId: project.id, withArchived: true } : null)
  const runs = useRoute('runs.list', project ? { projectId: project.id, withArchived: true } : null)
  const { groups, defaultId } = useTargetModels(place.modelId ?? null)
  const promptName = prompts.data?.find(({ id }) => id === variant.promptId)?.name ?? 'Prompt'
  const evidence = runs.data?.filter((run) => run.columns.some(({ variantId }) => variantId === variant.id)) ?? []
  const [isUnverified, setIsUnverified] = useState(false)
  // Proof is the rule: without a wish, the newest complete run with at most a tenth of errors, or else the newest complete one.
  const ended = evidence.filter(({ state }) => state === 'complete')
  const proof =
    evidence.find(({ id }) => id === place.runId) ??
    ended.find(({ errorCount, doneCount }) => errorCount * 10 <= doneCount) ??
    ended[0]
  const runId = isUnverified ? null : (proof?.id ?? null)
  const modelId = place.modelId ?? defaultId
  const formats = useRenderedFormats({ variantId: variant.id, modelId, runId })
  const format = formats.find(({ exporter }) => exporter.id === wantedFormat) ?? formats[0] ?? null
  // The same for every format.
  const status = formats.find(({ file }) => file !== null)?.file?.evidence ?? null

  return (
    <Page
      title={
        <>
          Export {promptName}, <VariantBadge label={variantLabel(variant)} /> {variant.name}
        </>
      }
      actions={
        <Button
          variant="default"
          leftSection={<Icon name="chevron-left" size={14} />}
          onClick={() => go({ page: 'prompts', promptId: variant.promptId, variantId: variant.id })}
          data-testid="export-back"
        >
          Back to the editor
        </Button>
      }
      hasPadding={false}
    >
      <Split id="export">
        <SplitPanel id="choices" defaultSize="32%" minSize={280}>
          <div className={styles.choices}>
            <Select
              label="Model that your code calls"
              searchable
              data={[...groups]}
              value={modelId}
              onChange={(value) => value && replace({ ...place, modelId: ModelId.parse(value) })}
              data-testid="export-model"
            />
            <Select
              label={
                <>
                  Evidence <EvidenceTag status={status} />
                </>
              }
              description={
                evidence.length === 0
                  ? 'No run of this variant yet: the file says “unverified”.'
                  : 'The run whose scores and cost the file quotes.'
              }
              data={[
                ...evidence.map(({ id, name, createdAt }) => ({
                  value: id,
                  label: `${name} (${createdAt.slice(0, 10)})`,
                })),
                { value: NO_RUN, label: 'none: the file says “unverified”' },
              ]}
              value={runId ?? NO_RUN}
              onChange={(value) => {
                setIsUnverified(value === NO_RUN)
                if (value && value !== NO_RUN) replace({ ...place, runId: RunId.parse(value) })
              }}
              data-testid="export-run"
            />
            <EvidenceReasons status={status} />
            <FormatList formats={formats} chosenId={format?.exporter.id ?? null} onChoose={setWantedFormat} />
          </div>
        </SplitPanel>
        <SplitHandle label="Width of the choices" />
        <SplitPanel id="file" minSize={320}>
          <ExportPreview format={format} onMarkdown={() => setWantedFormat('markdown')} />
        </SplitPanel>
      </Split>
    </Page>
  )
}
