import type { TagPiece, TemplatePiece } from './scan-template.ts'

/** The partial that a `{% render 'name' %}` names; null when what follows "render" is not one name in quotes. */
export function renderedName(text: string, piece: TagPiece): string | null {
  const match = /^\s*(?:'([^'\n]*)'|"([^"\n]*)")\s*$/.exec(text.slice(piece.argumentsStart, piece.argumentsEnd))
  return match ? (match[1] ?? match[2] ?? '') : null
}

export function isRenderTag(piece: TemplatePiece): piece is TagPiece & { readonly name: 'render' } {
  return piece.kind === 'tag' && piece.name === 'render'
}
