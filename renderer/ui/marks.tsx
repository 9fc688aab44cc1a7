import type { ReactNode } from 'react'
import styles from './marks.module.css'

export type Tone = 'neutral' | 'accent' | 'good' | 'bad' | 'warn'

/** A word in a small frame: a state, a tag, a count. The word says it; the colour only helps. */
export function Tag({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  )
}

/** A key or a chord as on the keyboard: "mod+Enter" reads "Ctrl Enter" or "⌘ ↵". */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keyNames(keys).map((name) => (
        <kbd key={name}>{name}</kbd>
      ))}
    </span>
  )
}

export function keyNames(keys: string): readonly string[] {
  const isMac = navigator.platform.startsWith('Mac')
  const names: Readonly<Record<string, string>> = isMac
    ? { mod: '⌘', alt: '⌥', shift: '⇧', Enter: '↵', ArrowUp: '↑', ArrowDown: '↓' }
    : { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', ArrowUp: '↑', ArrowDown: '↓' }
  return keys.split('+').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key))
}

export interface DeltaProps {
  readonly text: string
  readonly tone: 'good' | 'bad' | 'neutral'
  readonly title?: string
}

/** A change with its sign: green when better, red when worse, and the sign says it too. */
export function Delta({ text, tone, title }: DeltaProps) {
  return (
    <span className={styles.delta} data-tone={tone} title={title}>
      {text}
    </span>
  )
}
