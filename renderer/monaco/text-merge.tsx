import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { singleChange } from '../../shared/domain/single-change.ts'
import { useTabSwitch } from '../client/use-tab-switch.ts'
import { Icon } from '../ui/icon.tsx'
import { editorOptions } from './editor-options.ts'
import { labelSides } from './label-sides.ts'
import type { monaco } from './monaco.ts'
import { type Hunk, takeHunk } from './take-hunk.ts'
import styles from './text-merge.module.css'
import { useMonaco } from './use-monaco.ts'

export interface TextMergeProps {
  readonly original: string
  readonly modified: string
  /** Names of the two sides: "A", "B". */
  readonly names: readonly [original: string, modified: string]
  /** What the texts are: "Message 1". */
  readonly label: string
  /** Null = the side cannot be written. */
  readonly onOriginal: ((text: string) => void) | null
  readonly onModified: ((text: string) => void) | null
}

interface PlacedHunk extends Hunk {
  readonly top: number
}

const GROW_HEIGHT = 4000
const MAX_HEIGHT = 520

/** Two texts side by side that can be written in, with an arrow at every difference that takes it over. */
export function TextMerge(props: TextMergeProps) {
  const { original, modified, names, label } = props
  const monaco = useMonaco()
  const { leavesText } = useTabSwitch()
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneDiffEditor>(null)
  const latest = useRef(props)
  latest.current = props
  const [hunks, setHunks] = useState<readonly PlacedHunk[]>([])
  const [middle, setMiddle] = useState(0)
  const [leftName, rightName] = names

  useEffect(() => {
    if (!monaco || !host.current) return
    const element = host.current
    const { onOriginal, onModified } = latest.current
    const made = monaco.editor.createDiffEditor(element, {
      ...editorOptions,
      diffWordWrap: 'on',
      readOnly: onModified === null,
      originalEditable: onOriginal !== null,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: false,
      renderOverviewRuler: false,
      renderMarginRevertIcon: false,
      renderGutterMenu: false,
      lineNumbers: 'off',
      lineDecorationsWidth: 26,
      originalAriaLabel: `${label} of ${leftName}`,
      modifiedAriaLabel: `${label} of ${rightName}`,
    })
    const models = {
      original: monaco.editor.createModel(latest.current.original, 'markdown'),
      modified: monaco.editor.createModel(latest.current.modified, 'markdown'),
    }
    made.setModel(models)
    editor.current = made
    const [left, right] = [made.getOriginalEditor(), made.getModifiedEditor()]
    const place = () => {
      labelSides(element, [`${label} of ${leftName}`, `${label} of ${rightName}`])
      const height = Math.max(left.getContentHeight(), right.getContentHeight())
      element.style.height = `${Math.max(60, height > GROW_HEIGHT ? MAX_HEIGHT : height)}px`
      setMiddle(left.getLayoutInfo().width)
      setHunks(
        (made.getLineChanges() ?? []).map((change) => ({
          ...change,
          top: right.getTopForLineNumber(Math.max(1, change.modifiedStartLineNumber)) - right.getScrollTop(),
        })),
      )
    }
    const subscriptions = [
      left.onDidContentSizeChange(place),
      right.onDidContentSizeChange(place),
      right.onDidScrollChange(place),
      right.onDidLayoutChange(place),
      made.onDidUpdateDiff(place),
      models.original.onDidChangeContent(() =>
        tell(models.original, latest.current.original, latest.current.onOriginal),
      ),
      models.modified.onDidChangeContent(() =>
        tell(models.modified, latest.current.modified, latest.current.onModified),
      ),
    ]
    return () => {
      for (const subscription of subscriptions) subscription.dispose()
      made.dispose()
      models.original.dispose()
      models.modified.dispose()
      editor.current = null
    }
  }, [monaco, label, leftName, rightName])

  // biome-ignore lint/correctness/useExhaustiveDependencies: an editor that was made anew has to be told, too
  useEffect(() => {
    editor.current?.updateOptions({ tabFocusMode: leavesText })
  }, [leavesText, monaco, label, leftName, rightName])

  useLayoutEffect(() => {
    const models = editor.current?.getModel()
    if (!models) return
    writeInto(models.original, original)
    writeInto(models.modified, modified)
  }, [original, modified])

  function take(hunk: Hunk, direction: 'toModified' | 'toOriginal'): void {
    const models = editor.current?.getModel()
    if (!models) return
    const texts = { original: models.original.getValue(), modified: models.modified.getValue() }
    const target = direction === 'toModified' ? models.modified : models.original
    target.pushStackElement()
    writeInto(target, takeHunk(texts, hunk, direction))
    target.pushStackElement()
  }

  return (
    <div className={styles.merge}>
      <div ref={host} style={{ minHeight: 60 }} />
      {hunks.map((hunk, index) => (
        <span
          key={`${hunk.originalStartLineNumber} ${hunk.modifiedStartLineNumber}`}
          className={styles.arrows}
          style={{ top: hunk.top, left: middle }}
        >
          {props.onModified ? (
            <button
              type="button"
              data-testid="take-right"
              aria-label={`${label}, difference ${index + 1} of ${hunks.length}: take it from ${leftName} into ${rightName}`}
              title={`Take it into ${rightName}`}
              onClick={() => take(hunk, 'toModified')}
            >
              <Icon name="chevron-right" size={12} />
            </button>
          ) : null}
          {props.onOriginal ? (
            <button
              type="button"
              data-testid="take-left"
              aria-label={`${label}, difference ${index + 1} of ${hunks.length}: take it from ${rightName} into ${leftName}`}
              title={`Take it into ${leftName}`}
              onClick={() => take(hunk, 'toOriginal')}
            >
              <Icon name="chevron-left" size={12} />
            </button>
          ) : null}
        </span>
      ))}
    </div>
  )
}

function tell(model: monaco.editor.ITextModel, known: string, onText: ((text: string) => void) | null): void {
  const text = model.getValue()
  if (text !== known) onText?.(text)
}

/** As one small edit, so that cursor and undo of the side survive. */
function writeInto(model: monaco.editor.ITextModel, text: string): void {
  const change = singleChange(model.getValue(), text)
  if (!change) return
  const start = model.getPositionAt(change.at)
  const end = model.getPositionAt(change.at + change.deleteCount)
  const range = {
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  }
  model.pushEditOperations([], [{ range, text: change.insertText }], () => null)
}
