import { useState } from 'react'
import { JsonObject } from '../../../shared/domain/json.ts'
import { TextEditor } from '../../monaco/text-editor.tsx'
import styles from './side-pane.module.css'

export interface ResponseSchemaFieldProps {
  readonly schema: JsonObject | null
  /** For which models it is not sent. */
  readonly note: string | null
  readonly onChange: (schema: JsonObject | null) => void
}

/** A JSON Schema as text; kept only while it is a JSON object, so that a half-written one never reaches a provider. */
export function ResponseSchemaField({ schema, note, onChange }: ResponseSchemaFieldProps) {
  const [text, setText] = useState(schema === null ? '' : JSON.stringify(schema, null, 2))
  const problem = problemOf(text)

  function change(next: string): void {
    setText(next)
    if (next.trim() === '') onChange(null)
    else if (problemOf(next) === null) onChange(JsonObject.parse(JSON.parse(next)))
  }

  return (
    <>
      <div className={styles.code}>
        <TextEditor
          value={text}
          onChange={change}
          label="Response schema"
          language="json"
          minHeight={96}
          maxHeight={420}
          testId="response-schema"
        />
      </div>
      {problem ? <p className={styles.bad}>{problem} The last valid schema stays in force.</p> : null}
      <p className={styles.small}>{note ?? 'Empty = not sent.'}</p>
    </>
  )
}

function problemOf(text: string): string | null {
  if (text.trim() === '') return null
  try {
    return JsonObject.safeParse(JSON.parse(text)).success ? null : 'A schema is a JSON object.'
  } catch (error) {
    return `Not valid JSON: ${error instanceof Error ? error.message : 'unknown fault'}.`
  }
}
