import { conversationColumns, type RowShape } from '../row-shape.ts'

/** `{"input": [{"role", "content"}] | "…", "ideal": "…" | ["…"]}` of the open-source evals repository. */
export const plugin: RowShape = {
  id: 'openai-evals',
  label: 'OpenAI Evals',
  isShapeOf: (row) => 'input' in row && 'ideal' in row,
  flatten({ input = null, ideal = null, ...rest }) {
    const asked = typeof input === 'string' ? { input } : conversationColumns(input)
    if (typeof asked === 'string') return asked
    const several = Array.isArray(ideal) && ideal.length > 1
    const expected = Array.isArray(ideal) ? (ideal[0] ?? null) : ideal
    return { ...rest, ...asked, expected, ...(several ? { ideals: ideal } : {}) }
  },
}
