import type { ConfigPreview } from '../../../shared/domain/config-import.ts'
import type { ModelId } from '../../../shared/domain/ids.ts'
import { useNavigate } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { useProject } from '../../client/use-project.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { Tag } from '../../ui/marks.tsx'
import { notifyDone } from '../../ui/notify.tsx'
import { AssertionLines, CaseSample, NoteList, PromptList } from './preview-parts.tsx'
import { Part, TakeForm } from './take-form.tsx'
import type { ToolImportState } from './use-tool-import.ts'

/** What was understood of a promptfoo configuration, and what not; nothing is stored before it is taken. */
export function ConfigStep({
  state: { files, preview },
  onClose,
}: {
  readonly state: ToolImportState & { readonly step: 'config' }
  readonly onClose: () => void
}) {
  const { go } = useNavigate()
  const take = useCommand('imports.config')
  const { project } = useProject()
  // Where the form of a new run looks for the models that it proposes.
  const [, rememberModels] = useRemembered<readonly ModelId[] | null>(`new-run.models.${project?.id ?? ''}`, null)
  const { prompts, providers, caseCount, sample, assertions, notes } = preview

  return (
    <TakeForm
      name={preview.name}
      label="Name of the prompt and of the eval set"
      action="Import"
      isTaking={take.isRunning}
      onCancel={onClose}
      onTake={async ({ name, projectId }, signal) => {
        const known = providers.flatMap(({ modelId, isKnown }) => (isKnown && modelId ? [modelId] : []))
        if (known.length > 0) rememberModels(known)
        const done = await take.run({ files: [...files], config: preview.file, projectId, name }, signal)
        if (!done) return
        notifyDone(`Imported ${summary(preview)}.`)
        onClose()
        if (done.promptId) go({ page: 'prompts', promptId: done.promptId })
        else if (done.evalSet) go({ page: 'eval-sets', evalSetId: done.evalSet.id })
      }}
    >
      <p data-testid="import-config-summary">
        Understood: {summary(preview)}, from {preview.filesRead.length}{' '}
        {preview.filesRead.length === 1 ? 'file' : 'files'}. Nothing in them was run.
      </p>
      <NoteList notes={notes} />
      {prompts.length > 0 ? (
        <Part title="Prompts, as the variants of one">
          <PromptList prompts={prompts} />
        </Part>
      ) : null}
      {providers.length > 0 ? (
        <Part title="Models" aside="Known ones are proposed for the next run">
          {providers.map(({ id, modelId, isKnown }) => (
            <div key={id}>
              <code>{modelId ?? id}</code>{' '}
              {isKnown ? <Tag tone="good">known</Tag> : <Tag tone="warn">not known here</Tag>}
            </div>
          ))}
        </Part>
      ) : null}
      {assertions.length > 0 ? (
        <Part title="Assertions of the eval set">
          <AssertionLines assertions={assertions} />
        </Part>
      ) : null}
      {caseCount > 0 ? (
        <Part title={`Cases, the first of ${caseCount.toLocaleString('en-US')}`}>
          <CaseSample cases={sample} />
        </Part>
      ) : null}
    </TakeForm>
  )
}

function summary({ prompts, caseCount, assertions }: ConfigPreview): string {
  const count = (number: number, one: string) => `${number.toLocaleString('en-US')} ${one}${number === 1 ? '' : 's'}`
  return `${count(prompts.length, 'prompt')}, ${count(caseCount, 'case')} and ${count(assertions.length, 'assertion')}`
}
