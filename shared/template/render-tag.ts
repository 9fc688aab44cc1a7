import type { TagPiece, TemplatePiece } from './scan-template.ts'
import { VARIABLE_PATH_PATTERN, variablePath } from './variable-path.ts'

/** `tone: style` in a render tag: what stands for a name in the partial. */
export interface RenderArgument {
  readonly name: string
  readonly value: RenderValue
}

export interface RenderValue {
  /** As the tag writes it: `user.name`, `"warm"`, `3`. */
  readonly written: string
  /** The variable that it begins with; null for a literal. */
  readonly root: string | null
  /** What a literal shows. */
  readonly text: string
}

export interface RenderTag {
  /** Of the partial. */
  readonly name: string
  readonly arguments: readonly RenderArgument[]
}

const STRING = String.raw`'[^'\n]*'|"[^"\n]*"`
const LITERAL = String.raw`${STRING}|-?\d{1,15}(?:\.\d{1,15})?|true|false`
const ARGUMENT = String.raw`([\p{L}_][\p{L}\p{N}_]*)\s*:\s*(?:(${LITERAL})(?![\p{L}\p{N}_.])|(${VARIABLE_PATH_PATTERN}))`

/** What a render tag asks for; null when it is not one name in quotes and arguments behind commas. */
export function readRenderTag(text: string, piece: TagPiece): RenderTag | null {
  const written = text.slice(piece.argumentsStart, piece.argumentsEnd)
  const pattern = new RegExp(String.raw`^\s*(${STRING})((?:\s*,\s*${ARGUMENT})*)\s*$`, 'u')
  const match = pattern.exec(written)
  if (!match) return null
  const given = [...(match[2] ?? '').matchAll(new RegExp(ARGUMENT, 'gu'))]
  return {
    name: match[1]?.slice(1, -1) ?? '',
    arguments: given.map(([, name = '', literal, path = '']) => ({ name, value: renderValue(literal, path) })),
  }
}

/** The partial that a `{% render 'name' %}` names; null when the tag cannot be read. */
export function renderedName(text: string, piece: TagPiece): string | null {
  return readRenderTag(text, piece)?.name ?? null
}

function renderValue(literal: string | undefined, path: string): RenderValue {
  if (literal === undefined) return { written: path, root: variablePath(path, 0).root, text: '' }
  return { written: literal, root: null, text: /^['"]/.test(literal) ? literal.slice(1, -1) : literal }
}

export function isRenderTag(piece: TemplatePiece): piece is TagPiece & { readonly name: 'render' } {
  return piece.kind === 'tag' && piece.name === 'render'
}
