import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { monaco } from './monaco.ts'
import type { Monaco } from './use-monaco.ts'

/** Enough for the messages of several long prompts; the ones not used for longest go first. */
const KEPT_MODELS = 60

type View = monaco.editor.ICodeEditorViewState

/** Text models that outlive their editors, so that undo and cursor survive a change of tab or page. */
export class TextModels {
  readonly #models = new Map<string, monaco.editor.ITextModel>()
  readonly #views = new Map<string, View>()
  readonly #lists = new Map<string, readonly number[]>()

  /** The model of that name with this text in it, else a new one. */
  take(
    { editor }: Monaco,
    { key, text, language }: { readonly key: string | undefined; readonly text: string; readonly language: string },
  ): monaco.editor.ITextModel {
    const known = key === undefined ? undefined : this.#models.get(key)
    // One that is on the screen already has an editor: the same prompt shown twice.
    if (known && !known.isDisposed() && !known.isAttachedToEditor()) {
      if (known.getValue() !== text)
        known.pushEditOperations([], [{ range: known.getFullModelRange(), text }], () => null)
      return known
    }
    const model = editor.createModel(text, language)
    model.setEOL(editor.EndOfLineSequence.LF)
    if (key !== undefined && !known) this.#models.set(key, model)
    return model
  }

  viewOf(key: string | undefined): View | null {
    return key === undefined ? null : (this.#views.get(key) ?? null)
  }

  /** Called when the editor goes; keeps what has a name. */
  giveBack(key: string | undefined, model: monaco.editor.ITextModel, view: View | null): void {
    if (key === undefined || this.#models.get(key) !== model) {
      model.dispose()
      return
    }
    this.#models.delete(key)
    this.#models.set(key, model)
    if (view) this.#views.set(key, view)
    for (const [oldKey, old] of this.#models) {
      if (this.#models.size <= KEPT_MODELS) break
      if (old.isAttachedToEditor()) continue
      old.dispose()
      this.#models.delete(oldKey)
      this.#views.delete(oldKey)
    }
  }

  /** Names of a tab's messages, which follow them when they move. */
  listOf(tab: string): readonly number[] | null {
    return this.#lists.get(tab) ?? null
  }

  keepList(tab: string, list: readonly number[]): void {
    this.#lists.set(tab, list)
  }

  dispose(): void {
    for (const model of this.#models.values()) model.dispose()
    this.#models.clear()
    this.#views.clear()
  }
}

const TextModelsContext = createContext<TextModels | null>(null)

export function TextModelsProvider({ children }: { readonly children: ReactNode }) {
  const [models] = useState(() => new TextModels())
  useEffect(() => () => models.dispose(), [models])
  return <TextModelsContext value={models}>{children}</TextModelsContext>
}

export function useTextModels(): TextModels {
  const models = useContext(TextModelsContext)
  if (!models) throw new Error('TextModelsProvider is missing above this component.')
  return models
}
