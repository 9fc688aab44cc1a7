import { inputColumns, type RowShape } from '../row-shape.ts'

/** `{"input", "expected"?, "metadata"?, "tags"?}`: a record of a Braintrust dataset. */
export const plugin: RowShape = {
  id: 'braintrust',
  label: 'Braintrust dataset',
  isShapeOf: (row) => 'input' in row && 'expected' in row && Object.keys(row).every((name) => MEMBERS.has(name)),
  flatten({ input = null, expected = null, metadata = null, tags = null }) {
    return {
      ...inputColumns(input),
      expected,
      ...(tags === null ? {} : { tags }),
      ...(metadata === null ? {} : { metadata }),
    }
  },
}

const MEMBERS: ReadonlySet<string> = new Set([
  'id',
  'input',
  'expected',
  'metadata',
  'tags',
  'created',
  'origin',
  'project_id',
  'dataset_id',
  'root_span_id',
  'span_id',
  '_xact_id',
  '_pagination_key',
])
