import { Button, Checkbox, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import { type NanoUsd, nanoToUsd, usdToNano } from '../../../shared/domain/money.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { useClient } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { notifyFailure } from '../../ui/notify.tsx'
import { countText, plural } from './figures.ts'

/** So many failed rows are looked through for cells that may have been billed. */
const LOOKED_AT_ROWS = 1000

interface Question {
  readonly run: Run
  /** Cells that failed after they were sent. */
  readonly held: number
  readonly isHeldPartial: boolean
  readonly isOverBudget: boolean
  /** Which budget stopped it, and what to do; null when none did. */
  readonly stopText: string | null
  /** No other limit holds, so that only a larger budget of the run itself helps. */
  readonly isOwnBudget: boolean
}

/** Resumes a run; asks first where money is at stake: cells that may have been billed, a budget that is used up. */
export function useResumeRun(): {
  readonly resume: (run: Run) => Promise<void>
  readonly isResuming: boolean
  readonly dialog: ReactNode
} {
  const client = useClient()
  const command = useCommand('runs.resume')
  const [question, setQuestion] = useState<Question | null>(null)
  const [isLooking, setIsLooking] = useState(false)

  async function resume(run: Run): Promise<void> {
    setIsLooking(true)
    try {
      const { rows, matching } = await client.call('results.page', {
        runId: run.id,
        filter: 'errors',
        limit: LOOKED_AT_ROWS,
        outputLimit: 50,
      })
      const job = run.jobId === null ? null : await client.call('jobs.get', { jobId: run.jobId })
      const cells = rows.flatMap((row) => row.cells.flatMap((repeats) => repeats ?? []))
      const held = cells.filter((cell) => cell.state === 'failed' && cell.mayHaveBeenBilled).length
      const isOverBudget = job?.error?.code === 'budget-exceeded'
      if (held > 0 || isOverBudget) {
        const budgets = isOverBudget ? await client.call('spend.budgets', {}) : []
        setQuestion({
          run,
          held,
          isHeldPartial: matching > rows.length,
          isOverBudget,
          stopText: isOverBudget ? (job?.error?.message ?? null) : null,
          isOwnBudget: !budgets.some(({ scope, subjectId }) =>
            scope === 'project' ? subjectId === run.projectId : scope !== 'run',
          ),
        })
      } else await command.run({ runId: run.id })
    } catch (error) {
      notifyFailure(error instanceof Error ? error.message : 'The run could not be read.')
    } finally {
      setIsLooking(false)
    }
  }

  async function answer(options: { mayPayAgain: boolean; budgetNanoUsd: NanoUsd | null }): Promise<void> {
    if (!question) return
    const { run } = question
    const isBudgetChanged = options.budgetNanoUsd !== run.spec.budgetNanoUsd
    const started = await command.run({
      runId: run.id,
      mayPayAgain: options.mayPayAgain,
      ...(isBudgetChanged ? { budgetNanoUsd: options.budgetNanoUsd } : {}),
    })
    if (started) setQuestion(null)
  }

  return {
    resume,
    isResuming: isLooking || command.isRunning,
    dialog: (
      <Modal
        opened={question !== null}
        onClose={() => setQuestion(null)}
        title="Resume run"
        closeButtonProps={{ 'aria-label': 'Close' }}
        data-testid="resume-dialog"
      >
        {question ? (
          <ResumeForm
            key={question.run.id}
            question={question}
            isRunning={command.isRunning}
            onCancel={() => setQuestion(null)}
            onResume={(options) => void answer(options)}
          />
        ) : null}
      </Modal>
    ),
  }
}

interface ResumeFormProps {
  readonly question: Question
  readonly isRunning: boolean
  readonly onCancel: () => void
  readonly onResume: (options: { mayPayAgain: boolean; budgetNanoUsd: NanoUsd | null }) => void
}

function ResumeForm({ question, isRunning, onCancel, onResume }: ResumeFormProps) {
  const { run, held, isHeldPartial, isOverBudget, stopText, isOwnBudget } = question
  const { budgetNanoUsd: before } = run.spec
  const [mayPayAgain, setMayPayAgain] = useState(false)
  const [budgetUsd, setBudgetUsd] = useState<number | null>(before === null ? null : nanoToUsd(before))
  const isTooSmall =
    isOverBudget && isOwnBudget && budgetUsd !== null && before !== null && usdToNano(budgetUsd) <= before
  const missing = run.cellCount - run.doneCount + run.errorCount
  return (
    <Stack gap="md">
      {stopText ? (
        <Text size="sm" data-testid="resume-stop">
          {stopText}
        </Text>
      ) : null}
      <Text size="sm">
        {plural(missing, 'cell')} of {countText(run.cellCount)} have no answer yet. Answered cells are kept and never
        sent again.
      </Text>
      {isOverBudget || before !== null ? (
        <NumberInput
          label="Budget of the whole run, in $"
          description={`${formatUsd(run.costNanoUsd)} is spent so far. Leave empty for no limit.`}
          prefix="$"
          error={isTooSmall ? `The run stopped at ${formatUsd(before)}. Raise it to go on.` : null}
          min={0}
          decimalScale={6}
          value={budgetUsd ?? ''}
          onChange={(value) => setBudgetUsd(value === '' ? null : Number(value))}
          data-testid="resume-budget"
        />
      ) : null}
      {held > 0 ? (
        <Checkbox
          checked={mayPayAgain}
          onChange={(event) => setMayPayAgain(event.currentTarget.checked)}
          label={`Ask ${isHeldPartial ? 'at least ' : ''}${plural(held, 'failed cell')} again that may have been billed`}
          description="Their request was sent, but no answer came. Asking again may be paid for twice."
          data-testid="resume-pay-again"
        />
      ) : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel}>
          Not now
        </Button>
        <Button
          loading={isRunning}
          disabled={isTooSmall}
          data-testid="resume-confirm"
          onClick={() => onResume({ mayPayAgain, budgetNanoUsd: budgetUsd === null ? null : usdToNano(budgetUsd) })}
        >
          Resume
        </Button>
      </Group>
    </Stack>
  )
}
