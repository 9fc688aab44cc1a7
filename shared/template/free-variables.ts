import type { TemplatePiece } from './scan-template.ts'
import { loopName, outputVariables, tagVariables } from './tag-variables.ts'
import type { VariablePath } from './variable-path.ts'

/** Every mention of a variable that a case must have, in the order of the text; loop names are left out. */
export function freeVariables(text: string, pieces: readonly TemplatePiece[]): VariablePath[] {
  const found: VariablePath[] = []
  const loopNames: string[] = []
  for (const piece of pieces) {
    if (piece.kind === 'text') continue
    const variables = piece.kind === 'output' ? outputVariables(text, piece) : tagVariables(text, piece)
    for (const path of variables) {
      const isLocal = loopNames.includes(path.root) || (path.root === 'forloop' && loopNames.length > 0)
      if (!isLocal) found.push(path)
    }
    if (piece.kind !== 'tag') continue
    if (piece.name === 'for') loopNames.push(loopName(text, piece) ?? '')
    if (piece.name === 'endfor') loopNames.pop()
  }
  return found
}
