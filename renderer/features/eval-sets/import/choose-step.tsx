import { Button, FileButton, Textarea } from '@mantine/core'
import { useState } from 'react'
import { Icon } from '../../../ui/icon.tsx'
import styles from './import.module.css'
import type { Importing } from './use-import.ts'

const ACCEPTED =
  '.csv,.tsv,.txt,.jsonl,.ndjson,.json,.yaml,.yml,.xlsx,.parquet,text/csv,text/plain,application/x-ndjson'

/** A file by button or drop (which the page takes), or a table by paste. */
export function ChooseStep({ importing }: { readonly importing: Importing }) {
  const [text, setText] = useState('')
  return (
    <div className={styles.stack}>
      <div className={styles.drop}>
        <Icon name="upload" size={24} />
        <span>Drop a file here, or</span>
        <FileButton
          accept={ACCEPTED}
          inputProps={{ 'aria-label': 'File of cases' }}
          onChange={(file) => file && importing.takeFile(file)}
        >
          {(props) => (
            <Button {...props} data-testid="choose-file">
              Choose a file…
            </Button>
          )}
        </FileButton>
        <span className={styles.note}>
          CSV with a header row (any delimiter), JSON Lines, JSON, YAML, Excel (.xlsx) or Parquet; also data sets of
          OpenAI Evals, Langfuse, Braintrust and promptfoo. At most 64 million characters.
        </span>
      </div>
      <Textarea
        label="Or paste a table"
        placeholder={'review,expected\n"Great, works as told.",positive'}
        autosize
        minRows={5}
        maxRows={12}
        classNames={{ input: styles.code ?? '' }}
        value={text}
        data-testid="paste-table"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={styles.foot}>
        <Button variant="default" onClick={importing.close}>
          Cancel
        </Button>
        <Button disabled={text.trim() === ''} onClick={() => importing.takeText(text)} data-testid="use-pasted">
          Read the table
        </Button>
      </div>
    </div>
  )
}
