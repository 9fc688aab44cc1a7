import { Button } from '@mantine/core'
import { memo } from 'react'
import type { Finding } from '../../../../shared/lint/finding.ts'
import { lintRules } from '../../../../shared/lint/registry.ts'
import { Icon } from '../../../ui/icon.tsx'
import compress from '../compress/compress.module.css'
import { FindingRow } from './finding-row.tsx'
import styles from './lint.module.css'
import { savedMoneyText, savedTokensOf, savedTokensText } from './saved-text.ts'
import type { LintActions } from './use-lint.ts'

export interface FindingGroupProps {
  readonly ruleId: string
  readonly findings: readonly Finding[]
  readonly actions: LintActions
  readonly isOpen: boolean
  readonly onToggle: (ruleId: string) => void
  /** Where a finding stands, in words. */
  readonly placeOf: (finding: Finding) => string
}

/** More rows than anyone reads; their fixes are made by "Fix all". */
const SHOWN = 40

/** What one rule finds again and again: one line with what all its fixes save, and the findings on demand. */
export const FindingGroup = memo(function FindingGroup(props: FindingGroupProps) {
  const { ruleId, findings, actions, isOpen, onToggle, placeOf } = props
  const { label } = lintRules.get(ruleId)
  const fixable = findings.filter(({ fix }) => fix !== null)
  const saved = [savedTokensText(savedTokensOf(findings)), savedMoneyText(findings)].filter((text) => text !== '')
  return (
    <li data-testid="lint-group" data-rule={ruleId}>
      <div className={`${styles.row} ${styles.groupRow}`}>
        <button
          type="button"
          className={`${styles.place} ${styles.groupPlace}`}
          aria-expanded={isOpen}
          onClick={() => onToggle(ruleId)}
        >
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />
          <span className={styles.groupText}>
            <span className={styles.message}>
              {label} <span className={styles.count}>{findings.length}</span>
            </span>
            {saved.length > 0 ? <span className={styles.detail}>{saved.join(' · ')}</span> : null}
          </span>
        </button>
        {fixable.length > 0 ? (
          <Button
            size="compact-xs"
            variant="default"
            aria-label={`Fix all ${fixable.length}: ${label}`}
            data-testid="fix-rule"
            onClick={() => actions.fix(fixable, 'of this rule')}
          >
            Fix {fixable.length === 1 ? 'it' : `all ${fixable.length}`}
          </Button>
        ) : null}
      </div>
      {isOpen ? (
        <ul className={`${compress.list} ${styles.inGroup}`}>
          {findings.slice(0, SHOWN).map((finding) => (
            <FindingRow key={finding.id} finding={finding} actions={actions} place={placeOf(finding)} />
          ))}
          {findings.length > SHOWN ? (
            <li className={compress.hint}>… and {findings.length - SHOWN} more, which “Fix all” mends too.</li>
          ) : null}
        </ul>
      ) : null}
    </li>
  )
})
