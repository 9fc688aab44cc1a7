import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Icon } from '../../../ui/icon.tsx'
import styles from './drop-target.module.css'

export interface DropTargetProps {
  /** True while a dialog takes files by itself. */
  readonly isDisabled: boolean
  readonly onFile: (file: File) => void
  /** A table pasted while no field has the focus. */
  readonly onText: (text: string) => void
  readonly children: ReactNode
}

/** The whole page as a place to drop a table on, or to paste one. */
export function DropTarget({ isDisabled, onFile, onText, children }: DropTargetProps) {
  // Entering a child fires before leaving its parent, so they are counted.
  const depth = useRef(0)
  const [isOver, setIsOver] = useState(false)
  const latest = useRef({ isDisabled, onText })
  latest.current = { isDisabled, onText }

  useEffect(() => {
    function onPaste(event: ClipboardEvent): void {
      const text = event.clipboardData?.getData('text/plain') ?? ''
      const isField = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')
      // One line is no table: a stray paste must not open a dialog.
      if (latest.current.isDisabled || isField || !text.trim().includes('\n')) return
      event.preventDefault()
      latest.current.onText(text)
    }
    document.addEventListener('paste', onPaste)
    return () => document.removeEventListener('paste', onPaste)
  }, [])

  function finish(): void {
    depth.current = 0
    setIsOver(false)
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button "Import…" does the same without a mouse
    <div
      className={styles.target}
      data-testid="drop-target"
      onDragEnter={(event) => {
        if (isDisabled || !hasFile(event)) return
        depth.current += 1
        setIsOver(true)
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1)
        if (depth.current === 0) setIsOver(false)
      }}
      onDragOver={(event) => {
        if (hasFile(event)) event.preventDefault()
      }}
      onDrop={(event) => {
        finish()
        if (!hasFile(event)) return
        event.preventDefault()
        const file = event.dataTransfer.files[0]
        if (file && !isDisabled) onFile(file)
      }}
    >
      {children}
      {isOver ? (
        <div className={styles.veil}>
          <Icon name="upload" size={24} />
          <strong>Drop to import cases</strong>
          <span>CSV, JSON Lines, JSON, YAML, Excel or Parquet. You choose next what each column is.</span>
        </div>
      ) : null}
    </div>
  )
}

function hasFile(event: DragEvent): boolean {
  return event.dataTransfer.types.includes('Files')
}
