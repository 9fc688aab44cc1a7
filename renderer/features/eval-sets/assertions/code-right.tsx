import { Switch } from '@mantine/core'
import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { nestedAssertions } from '../../../../shared/score/nested-assertions.ts'
import { scorers } from '../../../../shared/score/registry.ts'
import { useCommand } from '../../../client/use-command.ts'

export interface CodeRightProps {
  readonly evalSet: EvalSet
  readonly assertions: readonly Assertion[]
}

/** Asked once for a set, and only where it has code: whether that may run. */
export function CodeRight({ evalSet, assertions }: CodeRightProps) {
  const allow = useCommand('eval-sets.allow-code')
  const hasCode = assertions
    .flatMap(nestedAssertions)
    .some(({ scorer }) => scorers.has(scorer) && scorers.get(scorer).runsCode === true)
  if (!hasCode) return null
  return (
    <Switch
      m="sm"
      label="Let this set's JavaScript run"
      description="In a sandbox without files or network. Off until you allow it: imported code may be anyone's."
      checked={evalSet.mayRunCode}
      disabled={allow.isRunning}
      data-testid="allow-code"
      onChange={(event) => void allow.run({ evalSetId: evalSet.id, mayRunCode: event.currentTarget.checked })}
    />
  )
}
