import { schemaFields } from '../../variants/schema-fields.ts'
import { columnLever } from '../column-lever.ts'
import type { Lever } from '../lever.ts'
import { makeVariants } from '../make-variants.ts'
import { variantChange } from '../variant-change.ts'

/** Variants that differ in nothing but the response schema: the schema costs input tokens at every call, and may shorten the answers (science.md section 4.4). */
export const plugin: Lever = {
  id: 'structured-output',
  label: 'Structured output',
  effort: 'day',
  family: null,
  find(input) {
    const baseline = input.columns[input.baselineNo]
    const candidates = input.columns.flatMap((column, columnNo) =>
      baseline && column.modelId === baseline.modelId && variantChange(baseline, column) === 'schema' ? [columnNo] : [],
    )
    const fields = baseline ? schemaFields(baseline.content).length : 0
    const hasSchema = baseline?.content.parameters.responseSchema != null
    return columnLever(input, {
      candidates,
      choiceOf: (column) =>
        column.content.parameters.responseSchema === null
          ? `No response schema (${column.variantLabel})`
          : `${hasSchema ? 'Another' : 'A'} response schema (${column.variantLabel})`,
      method: 'Billed cost of the same cases with and without the schema: its tokens come on top of every prompt.',
      notesOf: ({ tokens }) => [`The schema takes about ${Math.round(tokens.schema)} tokens of every call.`],
      missing: 'No variant that differs only in its response schema was run on these cases.',
      remedy: hasSchema
        ? `Its schema takes about ${Math.round(baseline?.tokens.schema ?? 0)} tokens per call: ${fields > 0 ? 'make variants without one of its optional fields each, or copy it without the schema,' : 'no field of it can be left out by itself; copy the variant without it'} and run both.`
        : 'Copy the variant, give it a response schema under Parameters, and run both.',
      makes: fields === 0 ? [] : makeVariants(input, 'Make variants with fewer fields…', { of: 'schema-fields' }),
    })
  },
}
