import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { UsageColumn, UsageLog, UsagePreview } from '../../../../shared/domain/usage-log.ts'
import { sendUsageLog, type UsagePiece } from '../../../../shared/import/usage/send-usage-log.ts'
import { invalidateKind } from '../../../client/invalidate.ts'
import { useClient } from '../../../client/services.tsx'

const HEAD_BYTES = 1_000_000
const PIECE_BYTES = 4_000_000

export type LogImportState =
  | { readonly step: 'choose'; readonly error: string | null }
  | {
      readonly step: 'map'
      readonly file: File
      readonly preview: UsagePreview
      readonly columns: readonly UsageColumn[]
    }
  | { readonly step: 'reading'; readonly file: File; readonly share: number; readonly rowCount: number }
  | { readonly step: 'done'; readonly log: UsageLog }

export interface LogImport {
  readonly state: LogImportState
  readonly take: (file: File, formatId?: string | null) => Promise<void>
  readonly setColumns: (columns: readonly UsageColumn[]) => void
  readonly start: () => Promise<void>
  readonly cancel: () => void
  readonly again: () => void
}

/** A usage log on its way from the user's disk into the library, piece by piece. */
export function useLogImport(projectId: ProjectId): LogImport {
  const client = useClient()
  const queries = useQueryClient()
  const [state, setState] = useState<LogImportState>({ step: 'choose', error: null })
  const stop = useRef<AbortController>(null)
  const fail = (error: unknown) =>
    setState({ step: 'choose', error: error instanceof AppError ? error.message : 'The file could not be read.' })

  return {
    state,
    async take(file, formatId = null) {
      try {
        const text = await file.slice(0, HEAD_BYTES).text()
        const head = { fileName: file.name, text, isWhole: file.size <= HEAD_BYTES, formatId }
        const preview = await client.call('usage.preview', head)
        setState({ step: 'map', file, preview, columns: preview.reading.columns })
      } catch (error) {
        fail(error)
      }
    },
    setColumns: (columns) => setState((now) => (now.step === 'map' ? { ...now, columns } : now)),
    async start() {
      if (state.step !== 'map') return
      const { file, preview, columns } = state
      const abort = new AbortController()
      stop.current = abort
      let read = 0
      async function* pieces(): AsyncGenerator<UsagePiece> {
        const decoder = new TextDecoder()
        for (let isLast = false; !isLast; read += PIECE_BYTES) {
          isLast = read + PIECE_BYTES >= file.size
          const bytes = await file.slice(read, read + PIECE_BYTES).arrayBuffer()
          yield { text: decoder.decode(bytes, { stream: !isLast }), isLast }
        }
      }
      try {
        const reading = { ...preview.reading, columns: [...columns] }
        setState({ step: 'reading', file, share: 0, rowCount: 0 })
        const log = await sendUsageLog(client, { projectId, name: file.name.slice(0, 200), reading }, pieces(), {
          signal: abort.signal,
          onPiece: ({ rowCount }) =>
            setState({ step: 'reading', file, share: (read + PIECE_BYTES) / file.size, rowCount }),
        })
        setState({ step: 'done', log })
        invalidateKind(queries, 'usage')
      } catch (error) {
        if (!abort.signal.aborted) return fail(error)
        setState({ step: 'choose', error: null })
      }
    },
    cancel: () => stop.current?.abort(),
    again: () => setState({ step: 'choose', error: null }),
  }
}
