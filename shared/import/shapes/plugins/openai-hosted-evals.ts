import { isRecord, type RowShape } from '../row-shape.ts'

/** `{"item": {…}, "sample": {"output_text": "…"}?}` of the hosted evals, whose service ends on 2026-11-30. */
export const plugin: RowShape = {
  id: 'openai-hosted-evals',
  label: 'OpenAI hosted Evals',
  isShapeOf: ({ item, ...rest }) => isRecord(item) && Object.keys(rest).every((name) => name === 'sample'),
  flatten({ item, sample }) {
    if (!isRecord(item)) return 'It has no item.'
    const output = isRecord(sample) ? sample.output_text : undefined
    return output === undefined ? item : { ...item, output_text: output }
  },
}
