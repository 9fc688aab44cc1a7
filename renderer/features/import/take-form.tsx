import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ProjectId } from '../../../shared/domain/ids.ts'
import { useProject } from '../../client/use-project.ts'
import styles from './tool-import.module.css'

export interface TakeFormProps {
  /** Proposed; the user may change it. */
  readonly name: string
  readonly label: string
  readonly action: string
  readonly isTaking: boolean
  readonly onTake: (
    into: { readonly name: string; readonly projectId: ProjectId },
    signal: AbortSignal,
  ) => Promise<void>
  readonly onCancel: () => void
  readonly children: ReactNode
}

/** A preview with what it will be called, and the two ways on; closing it while it is taken stops it. */
export function TakeForm({ name: proposed, label, action, isTaking, onTake, onCancel, children }: TakeFormProps) {
  const { project } = useProject()
  const [name, setName] = useState(proposed)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  return (
    <form
      className={styles.stack}
      data-testid="import-take-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!project || name.trim() === '') return
        stop.current = new AbortController()
        void onTake({ name: name.trim(), projectId: project.id }, stop.current.signal)
      }}
    >
      <div className={styles.body}>{children}</div>
      <TextInput label={label} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
      <div className={styles.foot}>
        <span className={styles.into}>
          {project ? `Into the project "${project.name}"` : 'There is no project to take it.'}
        </span>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" loading={isTaking} disabled={!project || name.trim() === ''} data-testid="import-take">
          {action}
        </Button>
      </div>
    </form>
  )
}

export interface PartProps {
  readonly title: string
  readonly aside?: string
  readonly children: ReactNode
}

/** One part of a preview under its heading. */
export function Part({ title, aside, children }: PartProps) {
  return (
    <section className={styles.part}>
      <h3 className={styles.heading}>
        {title}
        {aside ? <span className={styles.aside}>{aside}</span> : null}
      </h3>
      {children}
    </section>
  )
}
