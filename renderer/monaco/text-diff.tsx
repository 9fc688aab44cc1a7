import { useEffect, useRef } from 'react'
import { useDrawnScheme } from '../theme/use-drawn-scheme.ts'
import { editorOptions } from './editor-options.ts'
import { labelSides } from './label-sides.ts'
import type { monaco } from './monaco.ts'
import styles from './text-editor.module.css'
import { useMonaco } from './use-monaco.ts'

export interface TextDiffProps {
  readonly original: string
  readonly modified: string
  /** Accessible names of the two sides. */
  readonly labels: readonly [original: string, modified: string]
  /** As high as its texts up to here; longer ones get `maxHeight` and scroll by themselves. */
  readonly growHeight?: number
  readonly maxHeight?: number
  /** One column with both, for narrow places. */
  readonly isInline?: boolean
}

/** Two texts and what differs, side by side, as high as they need. */
export function TextDiff({
  original,
  modified,
  labels,
  growHeight = 4000,
  maxHeight = 520,
  isInline = false,
}: TextDiffProps) {
  const monaco = useMonaco()
  // What was taken away is drawn once, with the numbers that the colours have in one scheme: another one needs it drawn anew.
  const scheme = useDrawnScheme()
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneDiffEditor>(null)
  const [originalLabel, modifiedLabel] = labels

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme, see above
  useEffect(() => {
    if (!monaco || !host.current) return
    const element = host.current
    const made = monaco.editor.createDiffEditor(element, {
      ...editorOptions,
      diffWordWrap: 'on',
      readOnly: true,
      originalEditable: false,
      renderSideBySide: !isInline,
      useInlineViewWhenSpaceIsLimited: false,
      renderOverviewRuler: false,
      renderMarginRevertIcon: false,
      renderGutterMenu: false,
      lineNumbers: 'off',
      originalAriaLabel: originalLabel,
      modifiedAriaLabel: modifiedLabel,
    })
    // The diff editor hands its own labels on too late for the field that a screen reader meets.
    made.getOriginalEditor().updateOptions({ ariaLabel: originalLabel })
    made.getModifiedEditor().updateOptions({ ariaLabel: modifiedLabel })
    editor.current = made
    const fitHeight = () => {
      labelSides(element, [originalLabel, modifiedLabel])
      const height = Math.max(made.getOriginalEditor().getContentHeight(), made.getModifiedEditor().getContentHeight())
      element.style.height = `${Math.max(60, height > growHeight ? maxHeight : height)}px`
    }
    const subscriptions = [
      made.getOriginalEditor().onDidContentSizeChange(fitHeight),
      made.getModifiedEditor().onDidContentSizeChange(fitHeight),
      made.onDidUpdateDiff(fitHeight),
    ]
    return () => {
      for (const subscription of subscriptions) subscription.dispose()
      const models = made.getModel()
      made.dispose()
      models?.original.dispose()
      models?.modified.dispose()
      editor.current = null
    }
  }, [monaco, scheme, isInline, growHeight, maxHeight, originalLabel, modifiedLabel])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a newly made editor needs its texts too
  useEffect(() => {
    if (!monaco || !editor.current) return
    const before = editor.current.getModel()
    editor.current.setModel({
      original: monaco.editor.createModel(original, 'markdown'),
      modified: monaco.editor.createModel(modified, 'markdown'),
    })
    before?.original.dispose()
    before?.modified.dispose()
  }, [monaco, scheme, original, modified, isInline, growHeight, maxHeight, originalLabel, modifiedLabel])

  return <div ref={host} className={styles.editor} style={{ minHeight: 60 }} />
}
