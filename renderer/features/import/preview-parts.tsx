import type { ImportNote } from '../../../shared/domain/config-import.ts'
import type { CaseContent } from '../../../shared/domain/eval-set.ts'
import type { VariantContent } from '../../../shared/domain/prompt.ts'
import type { Assertion } from '../../../shared/domain/score.ts'
import { assertionType } from '../../../shared/score/parse-assertion-type.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Icon } from '../../ui/icon.tsx'
import styles from './tool-import.module.css'

const MAX_SHOWN = 300
const CASES_SHOWN = 5

/** What was not taken, and why, each with its place. */
export function NoteList({ notes }: { readonly notes: readonly ImportNote[] }) {
  if (notes.length === 0) return null
  const text = notes.map(({ place, message }) => `${place}: ${message}`).join('\n')
  return (
    <section className={styles.notes} aria-label="Not taken" data-testid="import-notes">
      <h3 className={styles.heading}>
        <Icon name="warning" size={12} />
        {notes.length.toLocaleString('en-US')} not taken, or not as meant
        <CopyButton text={text} label="Copy the list" />
      </h3>
      <ul data-selectable>
        {notes.map(({ place, message }) => (
          <li key={`${place} ${message}`}>
            <code>{place}</code> {message}
          </li>
        ))}
      </ul>
    </section>
  )
}

export interface PromptListProps {
  readonly prompts: readonly { readonly label: string; readonly content: VariantContent }[]
}

export function PromptList({ prompts }: PromptListProps) {
  return prompts.map(({ label, content }) => (
    <details key={label} className={styles.prompt}>
      <summary>
        <strong>{label}</strong>{' '}
        <span className={styles.aside}>{cut(content.messages.at(-1)?.template ?? '', 90)}</span>
      </summary>
      {content.messages.map(({ role, template }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: messages have no id, and these never move
        <div key={index}>
          <span className={styles.aside}>{role}</span>
          <pre className={styles.text} data-selectable>
            {cut(template, 5000)}
          </pre>
        </div>
      ))}
    </details>
  ))
}

export function AssertionLines({ assertions }: { readonly assertions: readonly Assertion[] }) {
  return (
    <ul className={styles.lines}>
      {assertions.map((assertion, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two assertions may be the same, and these never move
        <li key={index}>
          <strong>{assertionType(assertion)}</strong>{' '}
          {assertion.value === null ? null : <code>{cut(assertion.value, 80)}</code>}{' '}
          <span className={styles.aside}>
            {[
              assertion.weight === 1 ? null : `× ${assertion.weight}`,
              assertion.metric ?? null,
              assertion.when === undefined ? null : `only of cases with ${assertion.when}`,
            ]
              .filter((one) => one !== null)
              .join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** The first cases as a table of their variables. */
export function CaseSample({ cases }: { readonly cases: readonly CaseContent[] }) {
  const shown = cases.slice(0, CASES_SHOWN)
  const names = [...new Set(shown.flatMap(({ variables }) => Object.keys(variables)))].slice(0, 8)
  const hasExpected = shown.some(({ expected }) => expected !== null)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="First cases">
      <table className={styles.table}>
        <thead>
          <tr>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {hasExpected ? <th scope="col">Expected answer</th> : null}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ variables, expected }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: cases have no id yet, and these never move
            <tr key={index}>
              {names.map((name) => {
                const value = variables[name] ?? ''
                return <td key={name}>{cut(typeof value === 'string' ? value : JSON.stringify(value), 120)}</td>
              })}
              {hasExpected ? <td>{cut(expected ?? '', 120)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function cut(text: string, length = MAX_SHOWN): string {
  return text.length > length ? `${text.slice(0, length)}…` : text
}
