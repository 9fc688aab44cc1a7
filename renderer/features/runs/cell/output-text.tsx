import { Button } from '@mantine/core'
import { useState } from 'react'
import { countText } from '../../../ui/figures.ts'
import styles from './cell-detail.module.css'

const FOLDED_CHARACTERS = 20_000

/** A text as it is; a long one is folded, since Chromium takes seconds to break 1 MB into lines. */
export function OutputText({ text, testId }: { readonly text: string; readonly testId?: string }) {
  const [isWhole, setIsWhole] = useState(false)
  const isFolded = text.length > FOLDED_CHARACTERS && !isWhole
  return (
    <>
      <pre className={styles.output} data-testid={testId}>
        {text === '' ? '(empty)' : isFolded ? `${text.slice(0, FOLDED_CHARACTERS)}…` : text}
      </pre>
      {isFolded ? (
        <div className={styles.folded}>
          <span className="muted">
            {countText(FOLDED_CHARACTERS)} of {countText(text.length)} characters
          </span>
          <Button variant="default" onClick={() => setIsWhole(true)} data-testid="show-whole">
            Show all
          </Button>
        </div>
      ) : null}
    </>
  )
}
