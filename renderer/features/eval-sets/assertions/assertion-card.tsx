import { Menu } from '@mantine/core'
import type { Assertion } from '../../../../shared/domain/score.ts'
import { scorers } from '../../../../shared/score/registry.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { AssertionForm } from './assertion-form.tsx'
import { assertionProblem, transformsText } from './assertion-text.ts'
import styles from './assertions.module.css'

export interface AssertionCardProps {
  readonly assertion: Assertion
  readonly number: number
  readonly count: number
  readonly variableNames: readonly string[]
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onChange: (assertion: Assertion) => void
  readonly onRemove: () => void
  readonly onDuplicate: () => void
  readonly onMove: (step: -1 | 1) => void
}

/** One assertion: a line that says what it asks, and the form under it. */
export function AssertionCard(props: AssertionCardProps) {
  const { assertion, number, count, isOpen } = props
  const label = scorers.has(assertion.scorer) ? scorers.get(assertion.scorer).label : assertion.scorer
  const problem = assertionProblem(assertion)
  return (
    <li className={styles.card} data-open={isOpen} data-testid="assertion">
      <div className={styles.cardHead}>
        <button
          type="button"
          className={styles.summary}
          aria-expanded={isOpen}
          data-testid="assertion-toggle"
          onClick={props.onToggle}
        >
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={14} />
          <span className={styles.what}>
            <span className={styles.line}>
              {assertion.isNegated ? <em className={styles.not}>not</em> : null}
              <strong>{label}</strong>
              {assertion.value ? <code className={styles.code}>{assertion.value.slice(0, 80)}</code> : null}
              {assertion.weight === 1 ? null : <span className={styles.small}>× {assertion.weight}</span>}
            </span>
            {assertion.transforms.length > 0 ? (
              <span className={styles.before}>after {transformsText(assertion.transforms)}</span>
            ) : null}
            {assertion.when === undefined ? null : (
              <span className={styles.before}>only of cases with {assertion.when}</span>
            )}
            {problem ? <span className={styles.problem}>{problem}</span> : null}
          </span>
        </button>
        <Menu position="bottom-end">
          <Menu.Target>
            <IconButton icon="more" label={`More for assertion ${number}`} size={22} testId="assertion-more" />
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<Icon name="copy" size={14} />} onClick={props.onDuplicate}>
              Duplicate
            </Menu.Item>
            <Menu.Item
              leftSection={<Icon name="arrow-up" size={14} />}
              disabled={number === 1}
              onClick={() => props.onMove(-1)}
            >
              Move up
            </Menu.Item>
            <Menu.Item
              leftSection={<Icon name="arrow-down" size={14} />}
              disabled={number === count}
              onClick={() => props.onMove(1)}
            >
              Move down
            </Menu.Item>
            <Menu.Item leftSection={<Icon name="cancel" size={14} />} onClick={props.onRemove}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {isOpen ? (
        <AssertionForm assertion={assertion} variableNames={props.variableNames} onChange={props.onChange} />
      ) : null}
    </li>
  )
}
