import type { RefObject } from 'react'

export interface HiddenFileInputProps {
  /** Clicked by whatever offers to choose a file. */
  readonly ref: RefObject<HTMLInputElement | null>
  readonly label: string
  /** ".json,.zip"; absent = any. */
  readonly accept?: string
  readonly testId: string
  readonly onFile: (file: File) => void
}

/** The browser's way to a file; gives each choice, also the same file once more after it was changed. */
export function HiddenFileInput({ ref, label, accept, testId, onFile }: HiddenFileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      accept={accept}
      hidden
      aria-label={label}
      data-testid={testId}
      onChange={({ currentTarget }) => {
        const file = currentTarget.files?.[0]
        currentTarget.value = ''
        if (file) onFile(file)
      }}
    />
  )
}
