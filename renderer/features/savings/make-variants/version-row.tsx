import { Checkbox } from '@mantine/core'
import type { VariantContent } from '../../../../shared/domain/prompt.ts'
import type { VariantVersion } from '../../../../shared/savings/variants/variant-version.ts'
import { EditDiff } from '../../../ui/edit-diff.tsx'
import { changedStretch } from './changed-stretch.ts'
import styles from './make-variants.module.css'

interface VersionRowProps {
  readonly version: VariantVersion
  readonly before: VariantContent
  /** What it does to the tokens of a request, in words. */
  readonly tokensText: string
  readonly isTicked: boolean
  readonly onTick: (isTicked: boolean) => void
}

/** One version: what it changes in the text, and by how many tokens of every call. */
export function VersionRow({ version, before, tokensText, isTicked, onTick }: VersionRowProps) {
  const change = changedStretch(textOf(before), textOf(version.content))
  return (
    <li className={styles.row} data-testid={`version-${version.id}`}>
      <Checkbox label={version.label} checked={isTicked} onChange={(event) => onTick(event.currentTarget.checked)} />
      <span className={`${styles.tokens} tabular`}>{tokensText}</span>
      {change ? (
        <div className={styles.change}>
          <EditDiff {...change} />
        </div>
      ) : null}
    </li>
  )
}

function textOf({ messages }: VariantContent): string {
  return messages.map(({ template }) => template).join('\n\n')
}
