import { Button } from '@mantine/core'
import { memo } from 'react'
import type { Finding } from '../../../../shared/lint/finding.ts'
import { lintRules } from '../../../../shared/lint/registry.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import compress from '../compress/compress.module.css'
import { usePartFocusActions } from '../part-focus.tsx'
import styles from './lint.module.css'
import { savedMoneyText, savedTokensText } from './saved-text.ts'
import type { LintActions } from './use-lint.ts'

export interface FindingRowProps {
  readonly finding: Finding
  readonly actions: LintActions
  /** Where it stands, in words. */
  readonly place: string
}

/** One finding: what and where, what its fix saves, and the two things that can be done about it. Drawn anew only when it changes. */
export const FindingRow = memo(function FindingRow({ finding, actions, place }: FindingRowProps) {
  const { point, reveal } = usePartFocusActions()
  const { ruleId, message, fix, savedTokens } = finding
  const detail = [place, savedTokensText(savedTokens), savedMoneyText([finding])].filter((text) => text !== '')
  return (
    <li className={styles.row} data-testid="finding" data-rule={ruleId}>
      <button
        type="button"
        className={styles.place}
        onClick={() => reveal(finding)}
        onMouseEnter={() => point(finding)}
        onMouseLeave={() => point(null)}
        onFocus={() => point(finding)}
        onBlur={() => point(null)}
      >
        <span className={styles.message}>{message}</span>
        <span className={styles.detail} title={`${lintRules.get(ruleId).label}; money per month`}>
          {detail.map((text, index) => (
            <span key={text} className={styles.nowrap}>
              {index === 0 ? text : ` · ${text}`}
            </span>
          ))}
        </span>
      </button>
      <span className={compress.saving}>
        {fix === null ? null : (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Fix: ${message}`}
            data-testid="fix-finding"
            onClick={() => actions.fix([finding], '')}
          >
            Fix
          </Button>
        )}
      </span>
      <IconButton icon="cancel" size={22} label={`Dismiss: ${message}`} onClick={() => actions.dismiss(finding)} />
    </li>
  )
})
