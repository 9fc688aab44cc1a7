import { Button } from '@mantine/core'
import type { LeverAction, LeverCard } from '../../../shared/domain/savings.ts'
import { MakeVariantsButton } from './make-variants/make-variants-button.tsx'
import { OwnRulesButton } from './own-rules/own-rules-button.tsx'
import { RatioField } from './ratio-field.tsx'
import { useLeverAction } from './use-lever-action.ts'
import type { Savings } from './use-savings.ts'

interface LeverActionsProps {
  readonly actions: readonly LeverAction[]
  readonly lever: LeverCard
  readonly savings: Savings
  /** The one primary button of the page. */
  readonly isMain?: boolean
}

/** What a lever's buttons do, and the numbers that only the user knows. */
export function LeverActions({ actions, lever, savings, isMain = false }: LeverActionsProps) {
  const { run, isRunning } = useLeverAction(lever, savings.wish)
  return (
    <>
      {actions.map((action) =>
        action.kind === 'say' ? (
          <RatioField
            key={action.what}
            label={action.label}
            value={savings.choice.assumptions[action.what]}
            onChange={(ratio) => savings.assume({ [action.what]: ratio })}
            testId={`say-${action.what}`}
          />
        ) : action.kind === 'own-rules' ? (
          <OwnRulesButton key={action.label} label={action.label} savings={savings} />
        ) : action.kind === 'make-variants' ? (
          <MakeVariantsButton key={action.label} action={action} leverId={lever.id} isMain={isMain} />
        ) : (
          <Button
            key={action.label}
            variant={isMain ? 'filled' : 'default'}
            loading={isRunning}
            onClick={() => void run(action)}
            data-testid={`action-${lever.id}-${action.kind}`}
          >
            {action.label}
          </Button>
        ),
      )}
    </>
  )
}
