import type { ImportProblem } from '../../../../shared/domain/import.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Icon } from '../../../ui/icon.tsx'
import styles from './import.module.css'

/** What is wrong with single rows, each with its place in the file. */
export function ProblemList({ problems }: { readonly problems: readonly ImportProblem[] }) {
  if (problems.length === 0) return null
  const lines = problems.map(problemText)
  return (
    <section className={styles.problems} aria-label="Problems" data-testid="import-problems">
      <header className={styles.problemsHead}>
        <Icon name="warning" size={14} />
        <strong>
          {problems.length.toLocaleString('en-US')} {problems.length === 1 ? 'problem' : 'problems'}
        </strong>
        <CopyButton text={lines.join('\n')} label="Copy the problems" />
      </header>
      <ul className={styles.problemLines} data-selectable>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may read the same, and none moves
          <li key={index}>{line}</li>
        ))}
      </ul>
    </section>
  )
}

/** "Row 3, line 4: …" */
function problemText({ row, line, message }: ImportProblem): string {
  const places = [row === null ? null : `row ${row}`, line === null ? null : `line ${line}`].filter(
    (one) => one !== null,
  )
  if (places.length === 0) return message
  const place = places.join(', ')
  return `${place.charAt(0).toUpperCase()}${place.slice(1)}: ${message}`
}
