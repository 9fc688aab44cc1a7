import { useMemo, useState } from 'react'
import type { JsonObject } from '../../../../shared/domain/json.ts'
import { readJson } from '../../../../shared/domain/read-json.ts'
import type { TextProblem } from '../../../monaco/text-editor.tsx'
import { JsonField, problemAt, useSchemaFaults } from './json-field.tsx'

export interface ResponseSchemaFieldProps {
  readonly schema: JsonObject | null
  readonly onChange: (schema: JsonObject | null) => void
}

const NONE: readonly JsonObject[] = []

/** A JSON Schema as text; kept only while it is a JSON object, so that a half-written one never reaches a provider. */
export function ResponseSchemaField({ schema, onChange }: ResponseSchemaFieldProps) {
  const [text, setText] = useState(schema === null ? '' : JSON.stringify(schema, null, 2))
  const written = useMemo(() => readSchema(text), [text])
  const schemas = useMemo(() => (written.schema ? [written.schema] : NONE), [written])
  const [fault] = useSchemaFaults(schemas)[0] ?? []
  const problem = useMemo(
    () => written.problem ?? (fault ? problemAt(text, fault.pointer, fault.message) : null),
    [written, fault, text],
  )

  function change(next: string): void {
    setText(next)
    const read = readSchema(next)
    if (read.problem === null) onChange(read.schema)
  }

  return (
    <JsonField
      label="Response schema"
      text={text}
      onChange={change}
      problem={problem}
      consequence={written.problem ? 'The last schema that could be read stays in force.' : 'No run starts with it.'}
      placeholder="Empty = not sent."
      testId="response-schema"
    />
  )
}

function readSchema(text: string): { readonly schema: JsonObject | null; readonly problem: TextProblem | null } {
  if (text.trim() === '') return { schema: null, problem: null }
  const { value, problem } = readJson(text)
  if (problem) {
    return { schema: null, problem: { start: problem.offset, end: problem.offset + 1, message: `${problem.message}.` } }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { schema: null, problem: problemAt(text, '', 'A schema is a JSON object.') }
  // Holds: what is an object and no list is one.
  return { schema: value as JsonObject, problem: null }
}
