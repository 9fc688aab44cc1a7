import { isRecord, type RowShape } from '../row-shape.ts'

/** `{"row_idx": 0, "row": {…}, "truncated_cells": []}`: what the dataset server's `/rows` gives. */
export const plugin: RowShape = {
  id: 'hugging-face',
  label: 'Hugging Face rows',
  isShapeOf: ({ row, row_idx }) => isRecord(row) && row_idx !== undefined,
  flatten({ row, truncated_cells }) {
    if (Array.isArray(truncated_cells) && truncated_cells.length > 0)
      return `The server has cut its cells ${truncated_cells.join(', ')}: take the data set's own file.`
    return isRecord(row) ? row : 'It has no row.'
  },
}
