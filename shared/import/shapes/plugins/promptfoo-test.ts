import type { JsonValue } from '../../../domain/json.ts'
import { isRecord, type JsonRow, type RowShape } from '../row-shape.ts'

const MAX_EXPANDED = 1000

/**
 * `{"vars": {…}, "assert": […]}`: a test of promptfoo. Lists among the variables stand for several cases, unless it says otherwise. A
 * single `equals` becomes the expected text; other assertions belong to the eval set here, not to a case.
 */
export const plugin: RowShape = {
  id: 'promptfoo-test',
  label: 'promptfoo tests',
  isShapeOf: ({ vars }) => isRecord(vars),
  flatten({ vars, assert, options, metadata = null }) {
    if (!isRecord(vars)) return 'It has no vars.'
    const file = Object.entries(vars).find(([, value]) => typeof value === 'string' && value.startsWith('file://'))
    if (file) return `Its variable "${file[0]}" lies in a file of its own, ${String(file[1]).slice(0, 200)}.`
    const only = Array.isArray(assert) && assert.length === 1 ? assert[0] : null
    const isEquals = isRecord(only) && (only.type === 'equals' || only.type === 'is-equal')
    const expected = isEquals && isRecord(only) && !isRecord(only.value) ? (only.value ?? null) : null
    const isKept = isRecord(options) && options.disableVarExpansion === true
    const rows = isKept ? [vars] : expand(vars)
    if (rows === null) return `Its lists stand for more than ${MAX_EXPANDED} cases.`
    const more = { ...(expected === null ? {} : { expected }), ...(metadata === null ? {} : { metadata }) }
    return rows.map((row) => ({ ...row, ...more }))
  },
}

function expand(vars: JsonRow): readonly JsonRow[] | null {
  let rows: readonly JsonRow[] = [{}]
  for (const [name, value] of Object.entries(vars)) {
    const values: readonly JsonValue[] = Array.isArray(value) && value.length > 0 ? value : [value]
    if (rows.length * values.length > MAX_EXPANDED) return null
    rows = rows.flatMap((row) => values.map((one) => ({ ...row, [name]: one })))
  }
  return rows
}
