import { type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import { useCommand } from '../../client/use-command.ts'
import { useRoute } from '../../client/use-route.ts'
import { Icon } from '../../ui/icon.tsx'
import type { Desk } from './use-desk.ts'
import styles from './variant-desk.module.css'

/** Says, without blocking, what happens to edits of a variant that evidence hangs on; and how the variant came about. */
export function FrozenNote({ desk, variants }: { readonly desk: Desk; readonly variants: readonly Variant[] }) {
  const { variant } = desk
  const runs = useRoute('runs.list', variant.isFrozen ? { projectId: desk.prompt.projectId, withArchived: true } : null)
  const renew = useCommand('variants.renew-partials')
  const { outdated } = desk.partials
  if (!variant.isFrozen && variant.note === '') return null
  const runCount = runs.data?.filter(({ spec }) => spec.variantIds.includes(variant.id)).length ?? 0
  const children = variants.filter(({ parentId, letter }) => parentId === variant.id && letter !== variant.letter)
  const next = variantLabel({ letter: variant.letter, revision: variant.revision + 1 })
  return (
    <p className={styles.note} data-testid="frozen-note">
      {variant.isFrozen ? (
        <>
          <Icon name="lock" size={13} />
          <span className={styles.frozen}>
            {variantLabel(variant)} {evidence(runCount, children.map(variantLabel))}; your edits become {next}.
          </span>
        </>
      ) : null}
      {outdated.length > 0 ? (
        <span className={styles.outdated} data-testid="outdated-partials">
          {outdated.join(', ')} {outdated.length === 1 ? 'says' : 'say'} something else now.
          <button
            type="button"
            className={styles.renew}
            disabled={renew.isRunning}
            title={`Makes ${next} with what the partials say now; ${variantLabel(variant)} keeps the text that it ran with`}
            onClick={() => void renew.run({ variantId: variant.id })}
            data-testid="renew-partials"
          >
            Take it into {next}
          </button>
        </span>
      ) : null}
      {variant.note ? (
        <span className={styles.origin} title={variant.note}>
          {variant.note}
        </span>
      ) : null}
    </p>
  )
}

function evidence(runs: number, children: readonly string[]): string {
  const used = runs === 0 ? [] : [`was used in ${runs === 1 ? '1 run' : `${runs.toLocaleString('en-US')} runs`}`]
  const source = children.length === 0 ? [] : [`is the source of ${children.join(', ')}`]
  return [...used, ...source].join(' and ') || 'is kept as it is, since other work refers to it'
}
