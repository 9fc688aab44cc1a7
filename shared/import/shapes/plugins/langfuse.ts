import { inputColumns, type RowShape } from '../row-shape.ts'

/** `{"input", "expectedOutput"?, "metadata"?, "status"?}`: an item of a Langfuse dataset. */
export const plugin: RowShape = {
  id: 'langfuse',
  label: 'Langfuse dataset',
  isShapeOf: (row) => 'input' in row && ('expectedOutput' in row || 'datasetName' in row || 'datasetId' in row),
  flatten({ input = null, expectedOutput = null, metadata = null, status }) {
    if (status === 'ARCHIVED') return 'It is archived in Langfuse.'
    return { ...inputColumns(input), expected: expectedOutput, ...(metadata === null ? {} : { metadata }) }
  },
}
