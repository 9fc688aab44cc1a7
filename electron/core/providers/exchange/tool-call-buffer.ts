import type { JsonValue } from '../../../../shared/domain/json.ts'
import type { ToolCall } from '../../../../shared/domain/tool.ts'
import { canonicalJson } from '../../json/canonical-json.ts'
import { CallFault } from './call-fault.ts'
import { parseJson } from './loose-json.ts'

interface OpenCall {
  id: string | null
  name: string
  pieces: string[]
}

interface CallPiece {
  readonly id?: string | null
  readonly name?: string
  /** Of the arguments' JSON. */
  readonly text?: string
}

const MAX_CHARACTERS = 16 * 1024 * 1024

/** Puts the calls of tools in an answer together, whose arguments come in pieces, and several calls at a time. */
export class ToolCallBuffer {
  /** By the vendor's index of a call, in order of appearance. */
  readonly #open = new Map<string | number, OpenCall>()
  #characters = 0

  get isEmpty(): boolean {
    return this.#open.size === 0
  }

  /** A piece of a call. @throws CallFault when the arguments grow past 16 million characters */
  add(key: string | number, { id = null, name = '', text = '' }: CallPiece): void {
    const call = this.#open.get(key) ?? { id, name, pieces: [] }
    call.id ??= id
    // Some compatible servers say the whole name with every piece.
    if (call.name === '') call.name = name
    if (text !== '') call.pieces.push(text)
    this.#open.set(key, call)
    this.#characters += text.length
    if (this.#characters > MAX_CHARACTERS) throw new CallFault({ kind: 'bad-reply', problem: 'output-too-large' })
  }

  idOf(key: string | number): string | null {
    return this.#open.get(key)?.id ?? null
  }

  /** Forgets the pieces: the whole calls follow. */
  clear(): void {
    this.#open.clear()
  }

  /** As a reply has them; `text` is what the model wrote beside them. */
  fields(text: string): { readonly output: string; readonly toolCalls?: readonly ToolCall[] } {
    if (this.isEmpty) return { output: text }
    const toolCalls = this.#calls().map(({ name, pieces }) => ({ name, arguments: argumentsOf(pieces) }))
    return { output: text === '' ? canonicalJson(toolCalls) : text, toolCalls }
  }

  /** For the raw reply: with the vendor's ids, which no canonical form has, since each answer has others. */
  raw(): readonly { readonly id: string | null; readonly name: string; readonly arguments: string }[] {
    return this.#calls().map(({ id, name, pieces }) => ({ id, name, arguments: pieces.join('') }))
  }

  /**
   * What ends with the wish to have tools called must hold their names and all of their arguments.
   *
   * @throws CallFault `cut-tool-call`
   */
  requireWhole(): void {
    const isWhole = ({ name, pieces }: OpenCall) => name !== '' && parsed(pieces) !== undefined
    if (!this.#calls().every(isWhole)) throw new CallFault({ kind: 'bad-reply', problem: 'cut-tool-call' })
  }

  #calls(): readonly OpenCall[] {
    return [...this.#open.values()]
  }
}

/** Arguments that are no JSON are given as the text that they are. */
function argumentsOf(pieces: readonly string[]): JsonValue {
  const value = parsed(pieces)
  // Holds: parseJson gives nothing but JSON.
  return value === undefined ? pieces.join('') : (value as JsonValue)
}

/** Undefined where they are no JSON. A tool without arguments may be called by no text at all. */
function parsed(pieces: readonly string[]): unknown {
  const text = pieces.join('')
  return text.trim() === '' ? {} : parseJson(text)
}
