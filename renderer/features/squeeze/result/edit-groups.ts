import type { SqueezeEdit, SqueezeEditKind } from '../../../../shared/domain/squeeze.ts'

export const KIND_LABELS: Readonly<Record<SqueezeEditKind, string>> = {
  lossless: 'Lossless',
  trim: 'Trimmed to the rules',
  rewrite: 'Reworded',
  delete: 'Cut',
  'few-shot': 'Examples',
  'output-format': 'Answer format',
  'answer-length': 'Answer length',
  'cache-order': 'Order, for caching',
  repair: 'Repaired',
  clarify: 'Said more clearly',
  'new-rule': 'New rules',
}

export interface EditGroup {
  readonly kind: SqueezeEditKind
  readonly label: string
  readonly edits: readonly SqueezeEdit[]
}

/** Edits by kind: what changes answers most comes first, since it needs a look. */
export function groupEdits(edits: readonly SqueezeEdit[]): readonly EditGroup[] {
  return ORDER.flatMap((kind) => {
    const own = edits.filter((edit) => edit.kind === kind)
    return own.length === 0 ? [] : [{ kind, label: KIND_LABELS[kind], edits: own }]
  })
}

const ORDER: readonly SqueezeEditKind[] = [
  'new-rule',
  'clarify',
  'output-format',
  'answer-length',
  'few-shot',
  'delete',
  'trim',
  'repair',
  'rewrite',
  'cache-order',
  'lossless',
]
