import { Select } from '@mantine/core'
import { EvalSetId } from '../../../../shared/domain/ids.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { Section } from '../../../ui/section.tsx'
import styles from '../side-pane.module.css'
import type { Desk } from '../use-desk.ts'
import type { VariableReport } from './variable-report.ts'

/** What the prompt asks to be filled in, with the values of one case, and what is missing or not used. */
export function VariablesPanel({ desk }: { readonly desk: Desk }) {
  const { evalSet, evalSets, sampleIndex, variables } = desk
  const count = evalSet?.caseCount ?? 0
  return (
    <>
      <Section title="Filled in from">
        {evalSets.length === 0 ? (
          <p className="muted">No eval set in this project yet: import cases on the Eval sets page.</p>
        ) : (
          <Select
            aria-label="Eval set for the sample values"
            data={evalSets.map(({ id, name }) => ({ value: id, label: name }))}
            value={evalSet?.id ?? null}
            onChange={(value) => value && desk.chooseEvalSet(EvalSetId.parse(value))}
          />
        )}
        {count > 0 ? (
          <div className={styles.rowHead} style={{ marginTop: 6 }}>
            <span className="tabular">
              Case {(sampleIndex + 1).toLocaleString('en-US')} of {count.toLocaleString('en-US')}
            </span>
            <IconButton
              icon="chevron-left"
              size={22}
              label="Show the case before"
              isDisabled={sampleIndex === 0}
              onClick={() => desk.showSample(sampleIndex - 1)}
            />
            <IconButton
              icon="chevron-right"
              size={22}
              label="Show the next case"
              isDisabled={sampleIndex >= count - 1}
              onClick={() => desk.showSample(sampleIndex + 1)}
            />
          </div>
        ) : null}
      </Section>
      <Section title="Variables">
        {variables.length === 0 ? (
          <p className="muted">
            No variables. Write <code>{'{{name}}'}</code> where a case's value belongs.
          </p>
        ) : (
          <ul className={styles.list}>
            {variables.map((variable) => (
              <Variable key={variable.name} variable={variable} />
            ))}
          </ul>
        )}
        {desk.sample?.expected ? (
          <p className={styles.small}>
            Expected of this case: <span className="mono">{desk.sample.expected.slice(0, 300)}</span>
          </p>
        ) : null}
      </Section>
    </>
  )
}

function Variable({ variable: { name, mentions, state, sample } }: { readonly variable: VariableReport }) {
  return (
    <li className={styles.variable} data-testid="variable" data-state={state}>
      <div className={styles.rowHead}>
        <span className="mono" style={{ fontWeight: 600 }}>
          {name}
        </span>
        {state === 'undefined' ? <Tag tone="bad">not in the eval set</Tag> : null}
        {state === 'unused' ? <Tag tone="warn">not used by the prompt</Tag> : null}
        {mentions > 1 ? <span className={styles.small}>× {mentions}</span> : null}
      </div>
      {sample === null ? null : (
        <p className={styles.sample} data-selectable>
          {sample.slice(0, 1000)}
        </p>
      )}
    </li>
  )
}
