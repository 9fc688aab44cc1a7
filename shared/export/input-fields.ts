import { freeVariables } from '../template/free-variables.ts'
import { scanTemplate } from '../template/scan-template.ts'
import { tagVariables } from '../template/tag-variables.ts'
import type { ExportInput } from './exporter.ts'

export interface InputField {
  readonly name: string
  /** False for one of which the prompt names a property. */
  readonly isText: boolean
}

/** The variables that a case must have, each once; in conditions and loops, too. */
export function inputFields({ variant }: ExportInput): readonly InputField[] {
  const fields = new Map<string, InputField>()
  for (const { template } of variant.content.messages) {
    const pieces = scanTemplate(template)
    const lists = new Set(
      pieces.flatMap((piece) => (piece.kind === 'tag' ? tagVariables(template, piece) : [])).map(({ root }) => root),
    )
    for (const { root, segments } of freeVariables(template, pieces)) {
      const isText = segments?.length === 1 && !lists.has(root) && (fields.get(root)?.isText ?? true)
      fields.set(root, { name: root, isText })
    }
  }
  return [...fields.values()]
}
