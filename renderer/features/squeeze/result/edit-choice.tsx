import { SegmentedControl } from '@mantine/core'
import { useMemo } from 'react'
import { isOptimizeMode, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText } from '../../../ui/figures.ts'
import styles from '../result.module.css'
import { ChoiceDiff } from './choice-diff.tsx'
import { groupEdits } from './edit-groups.ts'
import { EditRow } from './edit-row.tsx'
import { editStep } from './edit-step.ts'
import own from './finalists.module.css'
import { GroupHead } from './group-head.tsx'
import { shadowedEdits } from './shadowed-edits.ts'
import type { Choice } from './use-choice.ts'

/** The edits on the left, each with a tick and its evidence; on the right what they make of the prompt. */
export function EditChoice({ squeeze, choice }: { readonly squeeze: SqueezeSnapshot; readonly choice: Choice }) {
  const { edits, ledger, spec, arms } = squeeze
  const [scope, setScope] = useRemembered<'candidate' | 'all'>('squeeze-edit-scope', 'candidate')
  const model = (useRoute('models.list', {}).data ?? []).find(({ id }) => id === spec.modelId)
  const shadowed = shadowedEdits(choice.edits)
  const { base } = choice
  const listedIds = new Set([...(base?.editIds ?? []), ...choice.ids])
  // An optimization finds many edits that no candidate to choose from has.
  const mayNarrow = isOptimizeMode(spec.mode) && base !== null && listedIds.size < edits.length
  const listed = mayNarrow && scope === 'candidate' ? edits.filter(({ id }) => listedIds.has(id)) : edits
  const quotes = new Map(ledger.map(({ id, quote }) => [id, quote]))
  const steps = useMemo(
    () => new Map(base ? base.editIds.map((id) => [id, editStep(id, base, arms)] as const) : []),
    [base, arms],
  )
  if (edits.length === 0)
    return <p className={styles.note}>No edit was found: the prompt says what it says as shortly as it can.</p>
  return (
    <div className={styles.choice}>
      <div className={styles.edits} data-testid="squeeze-edits">
        {mayNarrow ? (
          <div className={own.scope}>
            <SegmentedControl
              aria-label="Which edits are listed"
              value={scope}
              // The values below and nothing else.
              onChange={(value) => setScope(value as 'candidate' | 'all')}
              data={[
                { value: 'candidate', label: `Of candidate ${arms.indexOf(base)} (${countText(listedIds.size)})` },
                { value: 'all', label: `All that were found (${countText(edits.length)})` },
              ]}
              data-testid="squeeze-edit-scope"
            />
          </div>
        ) : null}
        {groupEdits(listed).map(({ kind, label, edits: some }) => (
          <section key={kind} aria-label={label}>
            <GroupHead label={label} edits={some} choice={choice} />
            <ul className={styles.editList}>
              {some.map((edit) => (
                <EditRow
                  key={edit.id}
                  edit={edit}
                  isTaken={choice.has(edit.id)}
                  isShadowed={shadowed.has(edit.id)}
                  replaced={edit.replacesLedgerIds.flatMap((id) => quotes.get(id) ?? [])}
                  hasCases={spec.mode !== 'quick'}
                  step={base ? (steps.get(edit.id) ?? null) : null}
                  price={model?.price ?? null}
                  onToggle={choice.toggle}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <ChoiceDiff squeeze={squeeze} choice={choice} />
    </div>
  )
}
