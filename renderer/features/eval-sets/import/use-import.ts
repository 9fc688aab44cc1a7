import { useRef, useState } from 'react'
import type { ColumnMapping, TableFormat, TablePreview } from '../../../../shared/domain/import.ts'
import { formatOfFile } from '../../../../shared/import/format-of-file.ts'
import { useClient } from '../../../client/services.tsx'
import { EncodingError, readBase64, readTextFile, type TextFile } from './read-text-file.ts'

/** A table as it was dropped or pasted. */
export interface ImportSource {
  /** The file's name, or "Pasted table". */
  readonly name: string
  readonly text: string
  readonly format: TableFormat | null
  readonly delimiter: string | null
}

export type ImportState =
  | { readonly step: 'closed' }
  | { readonly step: 'choosing' }
  | { readonly step: 'reading'; readonly name: string }
  /** `source` is there when format or delimiter can still be changed; `file` when another encoding can be tried. */
  | {
      readonly step: 'failed'
      readonly message: string
      readonly source: ImportSource | null
      readonly file: TextFile | null
    }
  | {
      readonly step: 'mapping'
      readonly source: ImportSource
      readonly preview: TablePreview
      readonly mapping: readonly ColumnMapping[]
      /** While another format or delimiter is tried. */
      readonly isReading: boolean
    }

export interface Importing {
  readonly state: ImportState
  readonly isOpen: boolean
  readonly open: () => void
  readonly close: () => void
  readonly takeFile: (file: TextFile, encoding?: 'windows-1252') => void
  readonly takeText: (text: string) => void
  readonly reread: (change: Pick<ImportSource, 'format' | 'delimiter'>) => void
  readonly setMapping: (mapping: readonly ColumnMapping[]) => void
}

/** The way of a table from the file to the mapping; later answers to earlier questions are dropped. */
export function useImport(): Importing {
  const client = useClient()
  const [state, setState] = useState<ImportState>({ step: 'closed' })
  const turn = useRef(0)

  async function take(name: string, read: () => Promise<ImportSource>, file: TextFile | null): Promise<void> {
    turn.current += 1
    const mine = turn.current
    const show = (next: ImportState) => {
      if (mine === turn.current) setState(next)
    }
    let source: ImportSource | null = null
    setState((before) => (before.step === 'mapping' ? { ...before, isReading: true } : { step: 'reading', name }))
    try {
      source = await read()
      const { text, format, delimiter } = source
      const preview = await client.call('imports.preview', { text, format, delimiter })
      show({ step: 'mapping', source, preview, mapping: preview.suggestedMapping, isReading: false })
    } catch (error) {
      const message = error instanceof Error ? error.message : 'The table could not be read.'
      show({ step: 'failed', message, source, file: error instanceof EncodingError ? file : null })
    }
  }

  return {
    state,
    isOpen: state.step !== 'closed',
    open: () => setState({ step: 'choosing' }),
    close() {
      turn.current += 1
      setState({ step: 'closed' })
    },
    takeFile(file, encoding) {
      const kind = /\.(xlsx|parquet)$/i.exec(file.name)?.[1]?.toLowerCase()
      const read = async () => {
        if (kind === 'xlsx' || kind === 'parquet') {
          const base64 = await readBase64(file)
          const { text, format } = await client.call('imports.table-of-bytes', { base64, kind })
          return { name: file.name, text, format, delimiter: null }
        }
        const text = await readTextFile(file, encoding ?? null)
        return { name: file.name, text, format: formatOfFile(file.name), delimiter: null }
      }
      void take(file.name, read, file)
    },
    takeText(text) {
      void take('Pasted table', async () => ({ name: 'Pasted table', text, format: null, delimiter: null }), null)
    },
    reread(change) {
      if (state.step !== 'mapping' && state.step !== 'failed') return
      const { source } = state
      if (source) void take(source.name, async () => ({ ...source, ...change }), null)
    },
    setMapping(mapping) {
      setState((before) => (before.step === 'mapping' ? { ...before, mapping } : before))
    },
  }
}

/** What the ending says; null leaves it to the content. */
