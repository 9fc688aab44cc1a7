import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Assertion } from '../../../../shared/domain/score.ts'
import { scorers } from '../../../../shared/score/registry.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { AddScorerMenu } from './add-scorer-menu.tsx'
import { assertionProblem } from './assertion-text.ts'
import styles from './assertions.module.css'

export interface AssertionMembersProps {
  readonly set: Assertion
  readonly onChange: (set: Assertion) => void
  /** The form of one of them, which may be a set again. */
  readonly renderForm: (member: Assertion, onChange: (member: Assertion) => void) => ReactNode
}

/** The assertions of a set, each as its own form. */
export function AssertionMembers({ set, onChange, renderForm }: AssertionMembersProps) {
  const members = Assertion.array().safeParse(set.options.assert ?? []).data ?? []
  // Through JSON, which leaves out what is not given.
  const change = (assert: readonly Assertion[]) =>
    onChange({ ...set, options: { ...set.options, assert: JSON.parse(JSON.stringify(assert)) } })
  return (
    <section className={styles.members} aria-label="Assertions of the set">
      {members.map((member, index) => {
        const problem = assertionProblem(member)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: assertions have no identity, and two may be equal
          <div key={index} className={styles.member} data-testid="set-member">
            <div className={styles.memberHead}>
              <span className={styles.small}>
                {index + 1} of {members.length}
              </span>
              {problem ? <span className={styles.problem}>{problem}</span> : null}
              <IconButton
                icon="cancel"
                size={20}
                label={`Remove assertion ${index + 1} of the set`}
                onClick={() => change(members.filter((_, at) => at !== index))}
              />
            </div>
            {renderForm(member, (next) => change(members.map((one, at) => (at === index ? next : one))))}
          </div>
        )
      })}
      <AddScorerMenu onAdd={(scorer) => change([...members, newAssertion(scorer)])}>
        <Button variant="default" leftSection={<Icon name="add" size={14} />} data-testid="add-member">
          Add to the set
        </Button>
      </AddScorerMenu>
    </section>
  )
}

/** As it begins: nothing but what it needs. */
export function newAssertion(scorer: string): Assertion {
  const value = scorers.get(scorer).value.isRequired ? '{{expected}}' : null
  return { scorer, isNegated: false, value, options: {}, transforms: [], weight: 1 }
}
