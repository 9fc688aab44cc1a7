import { Button } from '@mantine/core'
import { useState } from 'react'
import { nanoToUsd, usdToNano } from '../../../../shared/domain/money.ts'
import type { SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { useNavigate } from '../../../client/services.tsx'
import { UsdInput } from '../../../ui/usd-input.tsx'
import styles from '../squeeze.module.css'
import { nounOf } from '../squeeze-words.ts'
import { useResumeSqueeze } from './use-squeeze-commands.ts'

/** Why a squeeze does not go on, and what to do about it; nothing for one that runs or is finished. */
export function EndedNotice({ squeeze }: { readonly squeeze: SqueezeSnapshot }) {
  const { go } = useNavigate()
  const { resume, isRunning } = useResumeSqueeze(squeeze)
  const { budgetNanoUsd } = squeeze.spec
  const isOverBudget = squeeze.state === 'stopped' && squeeze.error !== null
  const [limitUsd, setLimitUsd] = useState<number | null>(budgetNanoUsd === null ? null : nanoToUsd(budgetNanoUsd))
  const text = noticeText(squeeze)
  if (text === null) return null
  const isBad = squeeze.state === 'failed'
  return (
    <div className={styles.notice} data-tone={isBad ? 'bad' : 'warn'} role="status" data-testid="squeeze-notice">
      <p data-selectable>{text}</p>
      {budgetNanoUsd === null ? null : (
        <UsdInput
          ariaLabel="Limit in $"
          value={limitUsd}
          onChange={setLimitUsd}
          className={styles.noticeLimit ?? ''}
          testId="squeeze-resume-limit"
        />
      )}
      <Button
        variant={squeeze.state === 'stopped' && !isOverBudget ? 'default' : 'filled'}
        disabled={budgetNanoUsd !== null && !(limitUsd !== null && limitUsd > 0)}
        loading={isRunning}
        onClick={() => void resume(limitUsd === null ? undefined : usdToNano(limitUsd))}
        data-testid="squeeze-resume"
      >
        {squeeze.state === 'stopped' && !isOverBudget ? 'Go on with it' : 'Resume'}
      </Button>
      {squeeze.state === 'cancelled' || isBad ? (
        <Button
          variant="default"
          onClick={() =>
            go({
              page: 'squeeze',
              promptId: squeeze.promptId,
              variantId: squeeze.variantId,
              mode: squeeze.spec.mode,
            })
          }
        >
          Start another one
        </Button>
      ) : null}
    </div>
  )
}

const KEPT = 'What was answered is kept and is not paid for again.'

function noticeText({ state, error, spec, bestArmId }: SqueezeSnapshot): string | null {
  switch (state) {
    case 'running':
    case 'finished':
      return null
    case 'paused':
      return `Paused. ${KEPT}`
    case 'stopped':
      return `${error === null ? 'Stopped before its end.' : error.message} ${bestArmId === null ? '' : 'The best so far is below, not confirmed on the hold-out. '}${KEPT}`
    case 'cancelled':
      return `Cancelled without a result. ${KEPT}`
    case 'interrupted':
      return `Interrupted: Pithy ended while this ${nounOf(spec.mode)} was under way. ${KEPT}`
    case 'failed':
      return `Failed: ${error?.message ?? 'the reason is not known.'} ${KEPT}`
    default:
      return state satisfies never
  }
}
