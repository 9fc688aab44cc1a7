import { MultiSelect, NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { VerdictReport, VerdictRule, VerdictRuleChange } from '../../../../shared/domain/verdict.ts'
import { useCommand } from '../../../client/use-command.ts'
import styles from './verdict.module.css'

export interface RuleFieldsProps {
  readonly projectId: ProjectId
  readonly rule: VerdictRule
  readonly assertions: VerdictReport['assertions']
}

const LEVELS = [0.2, 0.1, 0.05, 0.025, 0.01]

/** How the project decides: kept with it, and used by reports and exports as well. */
export function RuleFields({ projectId, rule, assertions }: RuleFieldsProps) {
  const save = useCommand('verdicts.save-rule')
  const [margin, setMargin] = useState<number | string>(Number((rule.margin * 100).toFixed(3)))
  const levels = LEVELS.includes(rule.alpha) ? LEVELS : [rule.alpha, ...LEVELS]
  const change = (part: VerdictRuleChange) => void save.run({ projectId, change: part })
  const keys = [...new Set([...assertions.map(({ key }) => key), ...rule.criticalAssertions])]

  function commitMargin(): void {
    const points = Number(margin)
    if (points > 0 && points <= 50 && Math.abs(points / 100 - rule.margin) > 1e-9) change({ margin: points / 100 })
    else setMargin(Number((rule.margin * 100).toFixed(3)))
  }

  return (
    <>
      <NumberInput
        label="Margin, points"
        title="How much worse is still acceptable"
        value={margin}
        onChange={setMargin}
        onBlur={commitMargin}
        onKeyDown={(event) => event.key === 'Enter' && commitMargin()}
        min={0.1}
        max={50}
        step={0.5}
        className={styles.number ?? ''}
        data-testid="verdict-margin"
      />
      <NativeSelect
        label="Level"
        title="1 − α, one-sided"
        value={String(rule.alpha)}
        onChange={(event) => change({ alpha: Number(event.currentTarget.value) })}
        data={levels.map((alpha) => ({ value: String(alpha), label: `${Number(((1 - alpha) * 100).toFixed(1))} %` }))}
        className={styles.number ?? ''}
        data-testid="verdict-level"
      />
      <MultiSelect
        label="Critical assertions"
        title="May not fail in a single case that the baseline passes"
        placeholder={rule.criticalAssertions.length === 0 ? 'none' : ''}
        data={keys}
        value={[...rule.criticalAssertions]}
        onChange={(criticalAssertions) => change({ criticalAssertions })}
        className={styles.critical ?? ''}
        data-testid="verdict-critical"
      />
    </>
  )
}
