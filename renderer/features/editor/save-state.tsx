import type { Variant } from '../../../shared/domain/prompt.ts'
import { useDraft } from '../../client/use-draft.ts'

/** "Saved", "Saving…", or why not. */
export function SaveState({ variant }: { readonly variant: Variant }) {
  const draft = useDraft(variant)
  const text = { saved: 'Saved', dirty: 'Editing…', saving: 'Saving…', failed: 'Not saved' }[draft.state]
  return (
    <span
      role="status"
      data-testid="save-state"
      data-state={draft.state}
      style={draft.state === 'failed' ? { color: 'var(--bad)' } : undefined}
      title={draft.problem ?? undefined}
    >
      {text}
      {draft.problem ? `: ${draft.problem} ` : null}
    </span>
  )
}
