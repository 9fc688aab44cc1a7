import { Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import { TableFormat } from '../../../../shared/domain/import.ts'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { AnswersPart } from './answers-part.tsx'
import { checkMapping } from './check-mapping.ts'
import { delimiterChoices } from './delimiters.ts'
import styles from './import.module.css'
import { MappingTable } from './mapping-table.tsx'
import type { ImportOutcome } from './outcome-step.tsx'
import { ProblemList } from './problem-list.tsx'
import type { Importing, ImportState } from './use-import.ts'
import { useOfferUndo } from './use-offer-undo.ts'
import { useRecordedAnswers } from './use-recorded-answers.ts'
import { type RunningImport, useRunImport } from './use-run-import.ts'

/** What a column may be that an answer is scored by. */
const EXPECTING: ReadonlySet<string> = new Set(['expected', 'assertion'])

export interface MappingStepProps {
  readonly importing: Importing
  readonly state: ImportState & { readonly step: 'mapping' }
  readonly projectId: ProjectId
  readonly current: EvalSet | null
  readonly onImported: (outcome: ImportOutcome) => void
}

/** What each column is, seen on the first rows, and where the cases go. */
export function MappingStep({ importing, state, projectId, current, onImported }: MappingStepProps) {
  const { source, preview, mapping, isReading } = state
  const [isNew, setIsNew] = useState(current === null || current.caseCount > 0)
  const [name, setName] = useState(nameFor(source.name))
  const runImport = useRunImport()
  const { progress } = runImport
  const offerUndo = useOfferUndo()
  const recorded = useRecordedAnswers(projectId, preview.columns)
  const used = recorded.mappingOf(mapping)
  const check = checkMapping(used)
  const isRunning = runImport.isRunning || recorded.isRunning
  const blocked =
    check.problem ?? recorded.problem ?? (isNew && name.trim() === '' ? 'The new eval set needs a name.' : null)
  const hasWeight = mapping.some(({ use }) => use === 'weight')
  const rows = preview.rowCount.toLocaleString('en-US')

  async function submit(): Promise<void> {
    const evalSetId = isNew || current === null ? null : current.id
    const { text } = source
    if (recorded.isOn) {
      const { format, delimiter } = preview
      if (await recorded.run({ text, format, delimiter, name, mapping: used })) importing.close()
      return
    }
    const done = await runImport.run({
      text,
      format: preview.format,
      delimiter: preview.delimiter,
      projectId,
      evalSetId,
      name: isNew ? name : (current?.name ?? name),
      mapping: [...mapping],
    })
    if (!done) return
    const { evalSet, imported, problems } = done
    offerUndo({ evalSet, imported, isNew: evalSetId === null })
    onImported({ evalSetId: evalSet.id, evalSetName: evalSet.name, imported, problems })
  }

  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault()
        if (!blocked && !isReading) void submit()
      }}
    >
      <div className={styles.options}>
        <NativeSelect
          label="Format"
          value={preview.format}
          data-testid="import-format"
          data={[
            { value: 'csv', label: 'CSV' },
            { value: 'jsonl', label: 'JSON Lines' },
            { value: 'json', label: 'JSON' },
            { value: 'yaml', label: 'YAML' },
          ]}
          onChange={(event) =>
            importing.reread({ format: TableFormat.parse(event.currentTarget.value), delimiter: null })
          }
        />
        {preview.format === 'csv' ? (
          <NativeSelect
            label="Delimiter"
            value={preview.delimiter ?? ','}
            data-testid="import-delimiter"
            data={delimiterChoices(preview.delimiter)}
            onChange={(event) => importing.reread({ format: 'csv', delimiter: event.currentTarget.value })}
          />
        ) : null}
        <div className={styles.into}>
          <span className={styles.label}>Into</span>
          <div className={styles.intoFields}>
            {current && !recorded.isOn ? (
              <SegmentedControl
                aria-label="Into"
                value={isNew ? 'new' : 'current'}
                data={[
                  { value: 'new', label: 'A new eval set' },
                  { value: 'current', label: <span className={styles.setName}>{current.name}</span> },
                ]}
                onChange={(value) => setIsNew(value === 'new')}
              />
            ) : null}
            {isNew || recorded.isOn ? (
              <TextInput
                aria-label={recorded.isOn ? 'Name of the run and its eval set' : 'Name of the new eval set'}
                value={name}
                maxLength={200}
                data-testid="import-name"
                onChange={(event) => setName(event.currentTarget.value)}
              />
            ) : null}
          </div>
        </div>
      </div>
      {preview.shape === null ? null : (
        <div className={styles.note} data-testid="import-shape">
          Read as {preview.shape}: its members are the columns below.
        </div>
      )}
      <MappingTable
        preview={preview}
        mapping={used}
        check={check}
        isStale={isReading}
        onChange={importing.setMapping}
      />
      {check.problem === null && !used.some(({ use }) => EXPECTING.has(use)) ? (
        <p className={styles.note} data-testid="import-no-expected">
          No column is the expected answer. If the file has it, choose it above: answers are compared with it.
        </p>
      ) : null}
      {preview.columns.length > 0 ? <AnswersPart columns={preview.columns} recorded={recorded} /> : null}
      <ProblemList problems={preview.problems} />
      {runImport.isRunning ? (
        <ProgressBar done={progress?.stored ?? 0} total={progress?.total ?? 0} label="Progress of the import" />
      ) : null}
      <div className={styles.foot}>
        <p className={styles.summary} role="status" data-testid="import-summary">
          {runImport.isRunning ? <ImportProgress progress={progress} /> : null}
          {runImport.isRunning
            ? null
            : (blocked ?? (
                <>
                  <strong>
                    {hasWeight ? 'Up to ' : ''}
                    {rows} {preview.rowCount === 1 ? 'row comes' : 'rows come'} in
                  </strong>
                  {preview.problems.length > 0 ? '; the rows with problems stay out.' : '.'}
                  {hasWeight ? ' Rows whose weight is not a number stay out too.' : ''}
                </>
              ))}
        </p>
        <Button
          variant="default"
          onClick={runImport.isRunning ? runImport.cancel : recorded.isRunning ? recorded.cancel : importing.close}
          data-testid="import-cancel"
        >
          {isRunning ? 'Cancel the import' : 'Cancel'}
        </Button>
        <Button
          type="submit"
          disabled={blocked !== null || preview.rowCount === 0 || isReading}
          loading={isRunning}
          data-testid="import-submit"
        >
          {recorded.isOn ? 'Make a run of' : 'Import'} {rows} {preview.rowCount === 1 ? 'case' : 'cases'}
        </Button>
      </div>
    </form>
  )
}

function ImportProgress({ progress }: Pick<RunningImport, 'progress'>) {
  if (progress === null) return 'Reading the table.'
  const [stored, total] = [progress.stored, progress.total].map((count) => count.toLocaleString('en-US'))
  return (
    <span className="tabular">
      {stored} of {total} cases are stored; nobody sees them before the last one.
    </span>
  )
}

/** "support-tickets.v2.csv" → "support-tickets.v2" */
function nameFor(fileName: string): string {
  return fileName.replace(/\.[a-z0-9]{1,6}$/i, '').slice(0, 200)
}
