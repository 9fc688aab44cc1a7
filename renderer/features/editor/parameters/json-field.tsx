import { useMemo } from 'react'
import type { JsonObject } from '../../../../shared/domain/json.ts'
import { lineAndColumn, readJson } from '../../../../shared/domain/read-json.ts'
import type { SchemaFault } from '../../../../shared/domain/schema-fault.ts'
import { useRoute } from '../../../client/use-route.ts'
import { TextEditor, type TextProblem } from '../../../monaco/text-editor.tsx'
import styles from '../side-pane.module.css'
import { useSettledValue } from '../use-settled-value.ts'

export interface JsonFieldProps {
  readonly label: string
  readonly text: string
  readonly onChange: (text: string) => void
  readonly problem: TextProblem | null
  /** What holds while there is a problem. */
  readonly consequence: string | null
  readonly placeholder?: string
  readonly startsFocused?: boolean
  readonly testId: string
}

/** JSON in Monaco with one message about what is wrong with it, with its line and column. */
export function JsonField({
  label,
  text,
  onChange,
  problem,
  consequence,
  placeholder,
  startsFocused,
  testId,
}: JsonFieldProps) {
  const problems = useMemo(() => (problem ? [problem] : []), [problem])
  return (
    <>
      <div className={styles.code}>
        <TextEditor
          value={text}
          onChange={onChange}
          label={label}
          language="json"
          minHeight={96}
          growHeight={320}
          maxHeight={320}
          problems={problems}
          testId={testId}
          {...(placeholder ? { placeholder } : {})}
          {...(startsFocused ? { startsFocused } : {})}
        />
      </div>
      {problem ? (
        <p className={styles.bad} role="status" data-testid={`${testId}-problem`}>
          {lineAndColumn(text, problem.start)}: {problem.message}
          {consequence ? ` ${consequence}` : ''}
        </p>
      ) : null}
    </>
  )
}

/** What is wrong with each of the schemas, by the meta-schema; empty while the first answer is on its way. */
export function useSchemaFaults(schemas: readonly JsonObject[]): readonly (readonly SchemaFault[])[] {
  const settled = useSettledValue(schemas, 250)
  const asked = settled.length === 0 ? null : { schemas: [...settled] }
  const { data } = useRoute('schemas.check', asked)
  return settled === schemas || asked === null ? (data ?? []) : []
}

/** A problem at a place of JSON that can be read; the whole of it where there is no such place. */
export function problemAt(text: string, pointer: string, message: string): TextProblem {
  const reading = readJson(text)
  const place = reading.problem === null ? (reading.places.get(pointer) ?? reading.places.get('')) : null
  return { start: place?.start ?? 0, end: place?.end ?? text.length, message }
}
