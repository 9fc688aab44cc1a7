import { useNavigate } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { notifyDone } from '../../ui/notify.tsx'
import { CaseSample, NoteList, PromptList } from './preview-parts.tsx'
import { Part, TakeForm } from './take-form.tsx'
import styles from './tool-import.module.css'
import type { ToolImportState } from './use-tool-import.ts'

/** What a result file of promptfoo holds: it becomes a run, with nothing sent and nothing spent. */
export function ResultsStep({
  state: { text, preview },
  onClose,
}: {
  readonly state: ToolImportState & { readonly step: 'results' }
  readonly onClose: () => void
}) {
  const { go } = useNavigate()
  const take = useCommand('imports.results')
  const { columns, caseCount, prompts, sample, notes } = preview
  return (
    <TakeForm
      name={preview.name}
      label="Name of the run, its prompt and its eval set"
      action="Make a run of it"
      isTaking={take.isRunning}
      onCancel={onClose}
      onTake={async ({ name, projectId }, signal) => {
        const done = await take.run({ text, projectId, name }, signal)
        if (!done) return
        notifyDone(`"${name}" is a run now; nothing was sent, and nothing spent.`)
        onClose()
        go({ page: 'runs', runId: done.runId })
      }}
    >
      <NoteList notes={notes} />
      <Part title={`Answers to ${caseCount.toLocaleString('en-US')} cases`}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Prompt</th>
              <th scope="col">Model</th>
              <th scope="col" className={styles.number}>
                Answers
              </th>
              <th scope="col" className={styles.number}>
                Passed
              </th>
              <th scope="col" className={styles.number}>
                None
              </th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ promptLabel, model, answered, passed, failed }) => (
              <tr key={`${promptLabel} ${model}`}>
                <td>{promptLabel}</td>
                <td>
                  <code>{model}</code>
                </td>
                <td className={styles.number}>{answered.toLocaleString('en-US')}</td>
                <td className={styles.number}>{passed.toLocaleString('en-US')}</td>
                <td className={styles.number}>{failed.toLocaleString('en-US')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
      <Part title="Prompts, as the variants of one">
        <PromptList prompts={prompts} />
      </Part>
      <Part title="The first cases">
        <CaseSample cases={sample} />
      </Part>
    </TakeForm>
  )
}
