import { contentWords } from '../../ledger/content-words.ts'
import { literalsOf } from '../../ledger/literals.ts'
import { countMarkers, MARKER_KINDS } from '../../ledger/polarity-markers.ts'
import { saysItAnew } from '../compare-counts.ts'
import type { Gate } from '../gate.ts'

/** Shorter words for the same thing are new words too; more of them than this share are a new statement. */
const MAX_NEW_RATIO = 0.2

export const plugin: Gate = {
  id: 'nothing-added',
  label: 'Nothing is added',
  check({ edits }) {
    for (const edit of edits) {
      if (saysItAnew(edit)) continue
      const original = edit.changes.map((change) => change.original).join('\n')
      const replacement = edit.changes.map((change) => change.replacement).join('\n')
      const why = additionIn(original, replacement)
      if (why !== null) return why
    }
    return null
  },
}

function additionIn(original: string, replacement: string): string | null {
  if (replacement.trim() === '') return null
  const known = new Set(literalsOf(original))
  const literal = literalsOf(replacement).find((text) => !known.has(text) && !original.includes(text))
  if (literal !== undefined) return `“${literal}” was not in the text that it replaces.`
  const [had, has] = [countMarkers(original), countMarkers(replacement)]
  const kind = MARKER_KINDS.find((name) => has[name] > had[name])
  if (kind !== undefined) return `It adds a word of ${kind}.`
  const before = contentWords(original)
  const after = contentWords(replacement)
  const fresh = [...after].filter((word) => !before.has(word))
  if (fresh.length <= Math.max(1, after.size * MAX_NEW_RATIO)) return null
  return `It says what the original does not: “${fresh.slice(0, 5).join('”, “')}”.`
}
