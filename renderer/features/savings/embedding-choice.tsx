import { Button, Popover, Select } from '@mantine/core'
import { useState } from 'react'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import { type JobId, ModelId } from '../../../shared/domain/ids.ts'
import type { LeverCard, SavingsReport } from '../../../shared/domain/savings.ts'
import { tellsCasesApart } from '../../../shared/savings/levers/tells-cases-apart.ts'
import { useCommand } from '../../client/use-command.ts'
import { useJob, useRunningJobs } from '../../client/use-job.ts'
import { useRoute } from '../../client/use-route.ts'
import { countText, plural } from '../../ui/figures.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import styles from './embedding-choice.module.css'
import type { Savings } from './use-savings.ts'

interface EmbeddingChoiceProps {
  readonly lever: LeverCard
  readonly savings: Savings
  readonly report: SavingsReport
}

/** Which embedding a card used: the cases' spelling, or a model's vectors, asked for at a price that is shown first. */
export function EmbeddingChoice(props: EmbeddingChoiceProps) {
  return tellsCasesApart(props.lever.id) ? <Choice {...props} /> : null
}

function Choice({ lever, savings, report }: EmbeddingChoiceProps) {
  const [jobId, setJobId] = useState<JobId | null>(null)
  const own = useJob(jobId)
  const cancel = useCommand('jobs.cancel')
  const running = useRunningJobs().find(({ kind, subjectId }) => kind === 'embed' && subjectId === report.run.id)
  const { modelId, text } = report.embedding
  return (
    <div className={styles.choice} data-testid={`embedding-${lever.id}`}>
      <span className="muted">{text}</span>
      {running ? (
        <span className={styles.row}>
          <ProgressBar done={running.done} total={running.total} label="Cases embedded" />
          <span className="muted tabular">
            {countText(running.done)} of {countText(running.total)}
          </span>
          <Button variant="subtle" onClick={() => void cancel.run({ jobId: running.id })}>
            Stop
          </Button>
        </span>
      ) : (
        <span className={styles.row}>
          <ModelChoice savings={savings} report={report} leverId={lever.id} onStarted={setJobId} />
          {modelId === null ? null : (
            <Button
              variant="subtle"
              onClick={() => savings.assume({ embedding: 'spelling' })}
              data-testid={`spelling-${lever.id}`}
            >
              Back to spelling
            </Button>
          )}
        </span>
      )}
      {own?.error && !running ? (
        <span className={styles.problem} role="status">
          {own.error.message}
        </span>
      ) : null}
    </div>
  )
}

interface ModelChoiceProps extends Pick<EmbeddingChoiceProps, 'savings' | 'report'> {
  readonly leverId: string
  readonly onStarted: (jobId: JobId) => void
}

function ModelChoice({ savings, report, leverId, onStarted }: ModelChoiceProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [picked, setPicked] = useState<ModelId | null>(null)
  // Another card may have changed it since this one was drawn.
  const wanted = picked ?? report.embedding.modelId
  const models = (useRoute('models.list', {}).data ?? []).filter(({ embeds }) => embeds)
  const asked = isOpen && wanted !== null ? { runId: report.run.id, modelId: wanted } : null
  const price = useRoute('savings.embed-price', asked)
  const embed = useCommand('savings.embed', { isQuiet: true })

  async function use(modelId: ModelId, calls: number): Promise<void> {
    if (calls > 0) {
      const started = await embed.run({ runId: report.run.id, modelId })
      if (!started) return
      onStarted(started.jobId)
    }
    savings.assume({ embedding: modelId })
    setIsOpen(false)
  }

  const cost = price.data?.costNanoUsd ?? null
  const costText = cost === null ? 'unpriced' : `≈ ${formatUsd(cost)}`
  const problem = embed.error ?? price.error
  return (
    <Popover position="bottom-start" width={320} trapFocus opened={isOpen} onChange={setIsOpen}>
      <Popover.Target>
        <Button variant="default" onClick={() => setIsOpen(!isOpen)} data-testid={`embed-${leverId}`}>
          Use embeddings of a model…
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.form}>
          <Select
            label="Embedding model"
            placeholder="Choose a model"
            comboboxProps={{ withinPortal: false }}
            data={models.map(({ id, label }) => ({ value: id, label }))}
            value={wanted}
            onChange={(id) => setPicked(id === null ? null : ModelId.parse(id))}
            data-testid="embedding-model"
          />
          {problem ? (
            <p className={styles.problem} role="alert">
              {problem.message}
            </p>
          ) : null}
          {price.data && wanted !== null ? (
            <>
              <p data-testid="embedding-price">
                {price.data.calls === 0
                  ? 'Every case has its embedding: nothing is asked or paid.'
                  : `Asks for ${plural(price.data.calls, 'text')}, ${costText} by our count of tokens.${price.data.known > 0 ? ` ${countText(price.data.known)} are known already.` : ''}`}
              </p>
              <Button
                variant="default"
                loading={embed.isRunning}
                onClick={() => void use(wanted, price.data?.calls ?? 0)}
                data-testid="embedding-start"
              >
                {price.data.calls === 0 ? 'Use them' : `Embed: ${costText}`}
              </Button>
            </>
          ) : null}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
