import { Button, FileButton, Modal, NativeSelect, Progress, TextInput } from '@mantine/core'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import { type UsageColumn, UsageUse } from '../../../../shared/domain/usage-log.ts'
import { countText, plural } from '../../../ui/figures.ts'
import styles from './spend.module.css'
import { type LogImport, type LogImportState, useLogImport } from './use-log-import.ts'

const USES: Readonly<Record<UsageUse, string>> = {
  ignore: 'Ignore',
  time: 'Time of the call',
  endTime: 'Time of its end',
  model: 'Model',
  promptTokens: 'Whole prompt, tokens',
  inputTokens: 'Uncached input, tokens',
  cacheReadTokens: 'Cache reads, tokens',
  cacheWrite5mTokens: 'Cache writes, tokens',
  cacheWrite1hTokens: 'Cache writes for 1 h, tokens',
  outputTokens: 'Whole output, tokens',
  reasoningTokens: 'Reasoning, tokens',
  costUsd: 'Cost, $',
  costCents: 'Cost, cents',
  latencyMs: 'Latency, ms',
  latencySeconds: 'Latency, s',
  calls: 'Number of calls',
  status: 'Status or error',
  requestId: 'Id of the request',
  promptHash: 'Prompt (only its hash is kept)',
  tag: 'Tag',
}

interface LogImportDialogProps {
  readonly projectId: ProjectId
  readonly onClose: () => void
}

/** A usage log from a file: its format and columns are guessed and can be changed before anything is stored. */
export function LogImportDialog({ projectId, onClose }: LogImportDialogProps) {
  const importing = useLogImport(projectId)
  const { state } = importing
  const close = () => {
    importing.cancel()
    onClose()
  }
  return (
    <Modal opened onClose={close} title="Import a usage log" size="xl" closeOnClickOutside={false}>
      {state.step === 'choose' ? <ChooseStep importing={importing} error={state.error} /> : null}
      {state.step === 'map' ? <MapStep importing={importing} state={state} /> : null}
      {state.step === 'reading' ? (
        <div className={styles.stack}>
          <Progress value={state.share * 100} aria-label="Share of the file that is read" />
          <p className="tabular">{`${Math.floor(state.share * 100)} % of ${state.file.name}, ${plural(state.rowCount, 'row')}`}</p>
          <Button variant="default" onClick={importing.cancel} className={styles.end}>
            Cancel
          </Button>
        </div>
      ) : null}
      {state.step === 'done' ? (
        <div className={styles.stack} data-testid="log-imported">
          <p>{`${plural(state.log.rowCount, 'row')} of ${state.log.name} came in.`}</p>
          {state.log.duplicateCount > 0 ? (
            <p>{`${plural(state.log.duplicateCount, 'row')} had been imported before and count once.`}</p>
          ) : null}
          {state.log.unpricedCount > 0 ? (
            <p>{`${plural(state.log.unpricedCount, 'row')} tell no cost, and their model has no price here: they are unpriced.`}</p>
          ) : null}
          <Problems
            problems={state.log.problems}
            summary={`${plural(state.log.badCount, 'row')} could not be read and stayed out`}
          />
          <Button onClick={onClose} className={styles.end} data-testid="log-import-close">
            Show where it goes
          </Button>
        </div>
      ) : null}
    </Modal>
  )
}

function ChooseStep({ importing, error }: { readonly importing: LogImport; readonly error: string | null }) {
  return (
    <div className={styles.stack}>
      {error === null ? null : (
        <p role="alert" className={styles.refused}>
          {error}
        </p>
      )}
      <p>
        CSV, JSON Lines or JSON with a row per call (time, model, tokens, cost, tags), or an export of OpenAI,
        Anthropic, Langfuse or LiteLLM. The file may be of any size. It stays on this machine; texts of prompts are not
        kept.
      </p>
      <FileButton
        accept=".csv,.tsv,.txt,.jsonl,.ndjson,.json"
        inputProps={{ 'aria-label': 'Usage log' }}
        onChange={(file) => file && void importing.take(file)}
      >
        {(props) => (
          <Button {...props} className={styles.start} data-testid="choose-log">
            Choose a file…
          </Button>
        )}
      </FileButton>
    </div>
  )
}

function MapStep({
  importing,
  state,
}: {
  readonly importing: LogImport
  readonly state: LogImportState & { step: 'map' }
}) {
  const { preview, columns, file } = state
  const change = (at: number, part: Partial<UsageColumn>) =>
    importing.setColumns(columns.map((one, index) => (index === at ? { ...one, ...part } : one)))
  return (
    <div className={styles.stack}>
      <NativeSelect
        label="Format"
        value={preview.reading.formatId}
        data={preview.formats.map(({ id, label }) => ({ value: id, label }))}
        onChange={(event) => void importing.take(file, event.currentTarget.value)}
      />
      {preview.note ? <p className="muted">{preview.note}</p> : null}
      <div className={styles.mapping}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th>Column</th>
              <th>First values</th>
              <th>What it says</th>
              <th>Name of the tag</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ column, use, tagName }, at) => (
              <tr key={column} data-quiet={use === 'ignore' || undefined}>
                <td className="mono">{column}</td>
                <td className={styles.values}>{valuesOf(preview.sample, column)}</td>
                <td>
                  <NativeSelect
                    aria-label={`What ${column} says`}
                    value={use}
                    data={UsageUse.options.map((value) => ({ value, label: USES[value] }))}
                    onChange={(event) => change(at, { use: UsageUse.parse(event.currentTarget.value) })}
                  />
                </td>
                <td>
                  {use === 'tag' ? (
                    <TextInput
                      aria-label={`Tag name of ${column}`}
                      placeholder={column}
                      value={tagName}
                      maxLength={100}
                      onChange={(event) => change(at, { tagName: event.currentTarget.value })}
                    />
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Problems
        problems={preview.problems}
        summary={`${plural(preview.problems.length, 'row')} that cannot be read${preview.problems.length === 100 ? ', the first ones' : ''}`}
      />
      <div className={styles.end}>
        <Button variant="default" onClick={importing.again}>
          Another file
        </Button>
        <Button onClick={() => void importing.start()} data-testid="import-log">
          Import
        </Button>
      </div>
    </div>
  )
}

function valuesOf(sample: LogSample, column: string): string {
  const values = sample
    .map((row) => row[column])
    .filter((value) => value !== undefined && value !== null && value !== '')
  return [...new Set(values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))))]
    .slice(0, 3)
    .join(' · ')
}

type LogSample = (LogImportState & { step: 'map' })['preview']['sample']

interface ProblemsProps {
  readonly problems: readonly { readonly row: number; readonly message: string }[]
  readonly summary: string
}

function Problems({ problems, summary }: ProblemsProps) {
  if (problems.length === 0) return null
  return (
    <details>
      <summary>{summary}</summary>
      <ul className={styles.problems} data-selectable>
        {problems.map(({ row, message }) => (
          <li key={row}>{`Row ${countText(row)}: ${message}`}</li>
        ))}
      </ul>
    </details>
  )
}
