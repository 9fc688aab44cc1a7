import { conversationColumns, isRecord, type RowShape } from '../row-shape.ts'

/** `{"messages": […]}`: fine-tuning data, whose last message is the answer. */
export const plugin: RowShape = {
  id: 'fine-tuning',
  label: 'Fine-tuning data',
  isShapeOf: ({ messages }) => Array.isArray(messages) && messages.length > 0 && messages.every(isRecord),
  flatten({ messages, tools: _tools, parallel_tool_calls: _calls, ...rest }) {
    if (!Array.isArray(messages)) return 'It has no messages.'
    const last = messages.at(-1)
    const isAnswered = isRecord(last) && last.role === 'assistant'
    const asked = conversationColumns(isAnswered ? messages.slice(0, -1) : messages)
    if (typeof asked === 'string') return asked
    return { ...rest, ...asked, ...(isAnswered && isRecord(last) ? { expected: last.content ?? null } : {}) }
  },
}
