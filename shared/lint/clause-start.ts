/** How much text before a phrase tells how it stands in its sentence. */
export const CONTEXT_CHARACTERS = 60

const BULLET = /^[ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+|\([a-z0-9]{1,3}\)[ \t]+|[a-z]\)[ \t]+)?\**$/
const LABEL = /(?:^|\n)[ \t]*(?:[-*+•][ \t]+)?\**[\p{L} ]{1,20}\d{0,2}\**:[ \t*]*$/u
const CLAUSE =
  /(?:[,;(]|\b(?:and|then|also|but|so|next|first|finally|always|therefore|(?:can|could|would|will) you))\s+$/i

/** The text before an offset as far as it matters, or all of it since the piece of prose began. */
export function contextBefore(template: string, pieceStart: number, at: number): { text: string; isWhole: boolean } {
  const start = Math.max(pieceStart, at - CONTEXT_CHARACTERS)
  return { text: template.slice(start, at), isWhole: start === pieceStart }
}

/** True where a sentence or a list item begins. */
export function opensSentence(context: { readonly text: string; readonly isWhole: boolean }): boolean {
  const { text, isWhole } = context
  return (isWhole && BULLET.test(text)) || /[.!?…]["”)\]*_]{0,3}\s+$/.test(text) || (isWhole && LABEL.test(text))
}

/** True where an instruction can begin: at the start of a sentence, or after a comma or a joining word. */
export function opensClause(context: { readonly text: string; readonly isWhole: boolean }): boolean {
  return opensSentence(context) || CLAUSE.test(context.text)
}
