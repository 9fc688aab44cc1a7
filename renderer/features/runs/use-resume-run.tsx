import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import { type NanoUsd, nanoToUsd, usdToNano } from '../../../shared/domain/money.ts'
import type { ResumePreview, Run } from '../../../shared/domain/run.ts'
import { useClient } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { countText, plural } from '../../ui/figures.ts'
import { notifyFailure } from '../../ui/notify.tsx'
import { UsdInput } from '../../ui/usd-input.tsx'

interface Question {
  readonly run: Run
  readonly preview: ResumePreview
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
      const preview = await client.call('runs.preview-resume', { runId: run.id })
      const job = run.jobId === null ? null : await client.call('jobs.get', { jobId: run.jobId })
      const isOverBudget = job?.error?.code === 'budget-exceeded'
      // Of a complete run only errors are left: asking them again is a purchase of its own.
      if (run.state === 'complete' || preview.held > 0 || isOverBudget) {
        const budgets = isOverBudget ? await client.call('spend.budgets', {}) : []
        setQuestion({
          run,
          preview,
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
        title={question ? titleOf(question.run) : ''}
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

function titleOf(run: Run): string {
  return run.state === 'complete' ? `Ask ${plural(run.errorCount, 'error')} again` : 'Resume run'
}

interface ResumeFormProps {
  readonly question: Question
  readonly isRunning: boolean
  readonly onCancel: () => void
  readonly onResume: (options: { mayPayAgain: boolean; budgetNanoUsd: NanoUsd | null }) => void
}

function ResumeForm({ question, isRunning, onCancel, onResume }: ResumeFormProps) {
  const { run, preview, isOverBudget, stopText, isOwnBudget } = question
  const { missing, held, heldNanoUsd, neededNanoUsd, unjudged } = preview
  const { budgetNanoUsd: before } = run.spec
  const [mayPayAgain, setMayPayAgain] = useState(false)
  const [budgetUsd, setBudgetUsd] = useState<number | null>(before === null ? null : nanoToUsd(before))
  const isChanged = budgetUsd !== (before === null ? null : nanoToUsd(before))
  const isTooSmall =
    isOverBudget && isOwnBudget && budgetUsd !== null && before !== null && usdToNano(budgetUsd) <= before
  const isNothingLeft = missing === 0 && unjudged === 0 && !mayPayAgain
  return (
    <Stack gap="md">
      {stopText ? (
        <Text size="sm" data-testid="resume-stop">
          {stopText}
        </Text>
      ) : null}
      <Text size="sm">
        {plural(missing, 'cell')} of {countText(run.cellCount)} {missing === 1 ? 'has' : 'have'} no answer yet
        {neededNanoUsd !== null && missing > 0 && stopText === null
          ? ` and will take ≈ ${formatUsd(neededNanoUsd)} more, by what the answered ones cost`
          : ''}
        . Answered cells are kept and never sent again.
        {unjudged > 0
          ? ` ${plural(unjudged, 'answered cell')} ${unjudged === 1 ? 'is' : 'are'} not judged: only the judge is asked again.`
          : ''}
      </Text>
      {isOverBudget || before !== null ? (
        <UsdInput
          label="Budget of the whole run, in $"
          description={`${formatUsd(run.costNanoUsd)} is spent so far.${isTooSmall ? ' Raise it to go on.' : ''} Leave empty for no limit.`}
          error={isTooSmall && isChanged ? `The run stopped at ${formatUsd(before)}. Raise it to go on.` : null}
          value={budgetUsd}
          onChange={setBudgetUsd}
          testId="resume-budget"
          isFirst={isOverBudget}
        />
      ) : null}
      {held > 0 ? (
        <Checkbox
          checked={mayPayAgain}
          onChange={(event) => setMayPayAgain(event.currentTarget.checked)}
          label={`Ask ${plural(held, 'error')} again that may have been billed`}
          description={`Sent, but no answer came. Asking again may be paid for twice: up to ${heldNanoUsd === null ? 'an unknown amount' : formatUsd(heldNanoUsd)} once more.`}
          data-testid="resume-pay-again"
        />
      ) : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onCancel}>
          Not now
        </Button>
        <Button
          loading={isRunning}
          disabled={isTooSmall || isNothingLeft}
          data-testid="resume-confirm"
          onClick={() => onResume({ mayPayAgain, budgetNanoUsd: budgetUsd === null ? null : usdToNano(budgetUsd) })}
        >
          {run.state === 'complete' ? 'Ask again' : 'Resume'}
        </Button>
      </Group>
    </Stack>
  )
}
