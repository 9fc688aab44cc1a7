import { Button, Modal } from '@mantine/core'
import { useMemo, useState } from 'react'
import { type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { proposeVersions } from '../../../../shared/savings/variants/propose-versions.ts'
import { useRoute } from '../../../client/use-route.ts'
import { plural } from '../../../ui/figures.ts'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import styles from './make-variants.module.css'
import type { MakeVariants } from './make-variants-button.tsx'
import { useMakeVariants } from './use-make-variants.ts'
import { useVersionTokens, type VersionTokens } from './use-version-tokens.ts'
import { VersionRow } from './version-row.tsx'

interface MakeVariantsDialogProps {
  readonly action: MakeVariants
  readonly onClose: () => void
}

/** Versions of today's variant with what each takes; those that are ticked become variants, and a new run is set up with them. */
export function MakeVariantsDialog({ action, onClose }: MakeVariantsDialogProps) {
  const { data: variant, error, refetch } = useRoute('variants.get', { variantId: action.variantId })
  return (
    <Modal opened onClose={onClose} title={action.label.replace('…', '')} size={720}>
      {variant ? (
        <VersionChoice action={action} variant={variant} onClose={onClose} />
      ) : error ? (
        <FailedState error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingRows rows={4} label="Reading the variant" />
      )}
    </Modal>
  )
}

function VersionChoice({ action, variant, onClose }: MakeVariantsDialogProps & { readonly variant: Variant }) {
  const versions = useMemo(() => proposeVersions(variant, action.versions), [variant, action])
  const [ticked, setTicked] = useState<readonly string[]>(() =>
    versions.filter(({ isSuggested }) => isSuggested).map(({ id }) => id),
  )
  const tokens = useVersionTokens(variant.content, versions, action.modelId)
  const { make, isMaking } = useMakeVariants(action)
  const label = variantLabel(variant)
  if (versions.length === 0) {
    return (
      <EmptyState icon="copy" title="No other version to make">
        {NOTHING[action.versions.of]} To try something else, copy variant {label} and change the copy.
      </EmptyState>
    )
  }
  const chosen = versions.filter(({ id }) => ticked.includes(id))

  function tick(id: string, isTicked: boolean): void {
    setTicked(isTicked ? [...ticked, id] : ticked.filter((one) => one !== id))
  }

  return (
    <div className={styles.stack}>
      <p className="muted">
        Each version that you tick becomes a variant of its own beside {label}, which stays as it is.{' '}
        {HINTS[action.versions.of]}
      </p>
      <ul className={styles.list}>
        {versions.map((version, index) => (
          <VersionRow
            key={version.id}
            version={version}
            before={variant.content}
            tokensText={tokensText(tokens, index)}
            isTicked={ticked.includes(version.id)}
            onTick={(isTicked) => tick(version.id, isTicked)}
          />
        ))}
      </ul>
      <div className={styles.end}>
        <span className="muted">
          Nothing is asked of a model yet: the form of the new run says first what it costs.
        </span>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={chosen.length === 0}
          loading={isMaking}
          onClick={() => void make(variant, chosen).then((isMade) => isMade && onClose())}
          data-testid="make-variants"
        >
          {chosen.length === 0 ? 'Make variants' : `Make ${plural(chosen.length, 'variant')}`}
        </Button>
      </div>
    </div>
  )
}

function tokensText({ added, isEstimate, hasFailed }: VersionTokens, index: number): string {
  const tokens = added?.[index]
  if (tokens === undefined) return hasFailed ? 'tokens could not be counted' : 'counting…'
  const rounded = Math.round(tokens)
  if (rounded === 0) return 'same prompt tokens'
  const count = Math.abs(rounded).toLocaleString('en-US')
  return `${isEstimate ? '≈ ' : ''}${rounded < 0 ? '−' : '+'}${count} prompt tokens / call`
}

type Source = MakeVariants['versions']['of']

const HINTS: Readonly<Record<Source, string>> = {
  'output-formats': 'The sentence takes the place of a request for more words, where the prompt has one.',
  efforts: 'The prompt stays the same; what reasoning costs shows only in the run.',
  variables:
    'Its line, section or tags go with it; sentences elsewhere that speak of it stay: read them in the new variant.',
  'schema-fields': 'What reads the answers must do without the field, and the prompt may still speak of it.',
}

const NOTHING: Readonly<Record<Source, string>> = {
  'output-formats': 'It asks for each of these forms already, or its response schema says the form.',
  efforts: 'The model takes no other effort.',
  variables: 'None of its variables can be dropped whole.',
  'schema-fields': 'Every field of its response schema is required.',
}
