import type { monaco } from './monaco.ts'

/** More than a person, an input method or a snippet types in one go. */
const LONG_UNITS = 200

/**
 * Lets what is inserted in one go without a clipboard (dictation, text expanders, automation) arrive in one edit.
 *
 * Monaco's `type` makes an edit of its own of every character, each with all that follows one: 6,000 took 3 s, 400,000 hung the
 * page. As a paste they are one.
 */
export function typeLongTexts(editor: monaco.editor.IStandaloneCodeEditor): void {
  const trigger = editor.trigger.bind(editor)
  editor.trigger = (source, handlerId, payload: unknown) => {
    const text = handlerId === 'type' ? textOf(payload) : null
    if (text === null || text.length < LONG_UNITS) trigger(source, handlerId, payload)
    else trigger(source, 'paste', { text, pasteOnNewLine: false, multicursorText: null, mode: null })
  }
}

function textOf(payload: unknown): string | null {
  if (typeof payload !== 'object' || payload === null || !('text' in payload)) return null
  return typeof payload.text === 'string' ? payload.text : null
}
