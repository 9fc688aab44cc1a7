import { diffWordsWithSpace } from 'diff'
import styles from './edit-diff.module.css'

/** Below this length both texts are shown whole; above it, what changed within one text. */
const WHOLE_CHARACTERS = 48
const SHOWN_CHARACTERS = 1200

/** What an edit takes out and puts in, word by word. */
export function EditDiff({ original, replacement }: { readonly original: string; readonly replacement: string }) {
  const isWhole = original.length < WHOLE_CHARACTERS || replacement.trim() === ''
  return (
    <p className={styles.diff} data-selectable>
      {isWhole ? (
        <>
          <del>{visible(original)}</del>
          {replacement.trim() === '' ? null : (
            <>
              {' → '}
              <ins>{visible(replacement)}</ins>
            </>
          )}
        </>
      ) : (
        wordChanges(original, replacement)
      )}
    </p>
  )
}

function wordChanges(original: string, replacement: string) {
  return diffWordsWithSpace(visible(original), visible(replacement)).map(({ value, added, removed }, index) => {
    const key = `${index}-${value}`
    if (added) return <ins key={key}>{value}</ins>
    if (removed) return <del key={key}>{value}</del>
    return <span key={key}>{value}</span>
  })
}

/** White space that is taken out must be seen to be judged. */
function visible(text: string): string {
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
  return shown.trim() === '' ? shown.replaceAll(' ', '·').replaceAll('\t', '→').replaceAll('\n', '↵') : shown
}
