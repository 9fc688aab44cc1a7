import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Input, Output } from '../../../../shared/contract/routes.ts'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useProject } from '../../../client/use-project.ts'
import { useRoute } from '../../../client/use-route.ts'
import { plural } from '../../../ui/figures.ts'
import { OpenVerdict, TriedVerdict } from './tried-verdict.tsx'

export interface PaidVerdictProps {
  readonly title: string
  readonly tried: Input<'scorers.price'>
}

/** A verdict that a model gives for money: its price first, and only then, when it is asked for, the verdict. */
export function PaidVerdict({ title, tried }: PaidVerdictProps) {
  const { project } = useProject()
  const price = useRoute('scorers.price', tried)
  const ask = useCommand('scorers.try-paid', { isQuiet: true })
  const [answer, setAnswer] = useState<Output<'scorers.try-paid'> | null>(null)
  if (answer) return <TriedVerdict title={title} result={answer.result} note={paidText(answer.costNanoUsd)} />
  if (price.error) return <OpenVerdict title={title} text={price.error.message} />
  if (!price.data || !project) return <OpenVerdict title={title} text="…" />
  const { modelIds, calls, costHighNanoUsd } = price.data
  const failed = ask.error ? `${ask.error.message} ` : ''
  const cost = costHighNanoUsd === null ? 'unpriced' : `at most ${formatUsd(costHighNanoUsd)}`
  return (
    <OpenVerdict
      title={title}
      text={`${failed}Asks ${modelIds.join(', ')}: up to ${plural(calls, 'call')}, ${cost}.`}
      action={
        <Button
          variant="default"
          size="compact-xs"
          loading={ask.isRunning}
          data-testid="try-paid"
          onClick={async () => setAnswer(await ask.run({ ...tried, projectId: project.id }))}
        >
          {ask.error ? 'Ask again' : 'Ask'}
        </Button>
      }
    />
  )
}

function paidText(costNanoUsd: number | null): string {
  if (costNanoUsd === null) return 'Paid at an unknown price.'
  return costNanoUsd === 0 ? 'Known already: nothing was paid.' : `Paid ${formatUsd(costNanoUsd)}.`
}
