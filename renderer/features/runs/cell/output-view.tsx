import { SegmentedControl } from '@mantine/core'
import { lazy, Suspense, useMemo } from 'react'
import { useRemembered } from '../../../client/use-remembered.ts'
import styles from './cell-detail.module.css'
import { JsonTree } from './json-tree.tsx'
import { OutputText } from './output-text.tsx'

/** A longer text is shown as text only. */
const PARSED_CHARACTERS = 50_000

const SafeMarkdown = lazy(async () => ({ default: (await import('./safe-markdown.tsx')).SafeMarkdown }))

type Form = 'text' | 'json' | 'markdown'

export interface OutputViewProps {
  readonly text: string
  readonly testId?: string
}

/** An output as text, as a JSON tree or as Markdown; nothing in it is ever run, loaded or followed. */
export function OutputView({ text, testId }: OutputViewProps) {
  const [form, setForm] = useRemembered<Form>('cell.form', 'text')
  const json = useMemo(() => parseJson(text), [text])
  const mayParse = text.length <= PARSED_CHARACTERS
  const shown: Form = (form === 'json' && !json) || !mayParse ? 'text' : form
  return (
    <div className={styles.view}>
      {mayParse && text !== '' ? (
        <SegmentedControl
          aria-label="Form of the output"
          value={shown}
          // Only the values of `data` come back.
          onChange={(value) => setForm(value as Form)}
          data={[
            { value: 'text', label: 'Text' },
            ...(json ? [{ value: 'json', label: 'JSON' }] : []),
            { value: 'markdown', label: 'Markdown' },
          ]}
          data-testid="output-form"
        />
      ) : null}
      {shown === 'json' && json ? (
        <div className={styles.output} data-testid={testId} data-selectable>
          <JsonTree value={json.value} />
        </div>
      ) : shown === 'markdown' ? (
        <div className={styles.output} data-testid={testId} data-selectable>
          <Suspense fallback={text.slice(0, 2000)}>
            <SafeMarkdown text={text} />
          </Suspense>
        </div>
      ) : (
        <OutputText text={text} {...(testId ? { testId } : {})} />
      )}
    </div>
  )
}

/** Objects and arrays only: a plain number or text is read better as it is. */
function parseJson(text: string): { readonly value: object } | null {
  if (text.length > PARSED_CHARACTERS || !/^\s*[[{]/.test(text)) return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { value } : null
  } catch {
    return null
  }
}
