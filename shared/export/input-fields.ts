import type { ExportInput } from './exporter.ts'
import { plainMessages } from './plain-messages.ts'

export interface InputField {
  readonly name: string
  /** False for one of which the prompt names a property. */
  readonly isText: boolean
}

/** The variables that a case must have, each once. */
export function inputFields({ variant }: ExportInput): readonly InputField[] {
  const fields = new Map<string, InputField>()
  for (const { variables } of plainMessages(variant.content.messages) ?? []) {
    for (const { root, segments } of variables) {
      const isText = segments.length === 1 && (fields.get(root)?.isText ?? true)
      fields.set(root, { name: root, isText })
    }
  }
  return [...fields.values()]
}
