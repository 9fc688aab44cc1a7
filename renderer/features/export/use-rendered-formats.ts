import { useQueries } from '@tanstack/react-query'
import type { AppError } from '../../../shared/contract/errors.ts'
import type { Output } from '../../../shared/contract/routes.ts'
import type { ModelId, RunId, VariantId } from '../../../shared/domain/ids.ts'
import type { Exporter } from '../../../shared/export/exporter.ts'
import { exporters } from '../../../shared/export/registry.ts'
import { useClient } from '../../client/services.tsx'

export interface RenderedFormat {
  readonly exporter: Exporter
  /** Null while it is on its way, and where it was refused. */
  readonly file: Output<'exports.render'> | null
  /** Why this variant cannot be written so. */
  readonly error: AppError | null
}

export interface ExportChoice {
  readonly variantId: VariantId
  readonly modelId: ModelId | null
  readonly runId: RunId | null
}

/** Every format with its file, or with the reason why it cannot be had. */
export function useRenderedFormats({ variantId, modelId, runId }: ExportChoice): readonly RenderedFormat[] {
  const client = useClient()
  const answers = useQueries({
    queries: exporters.all.map(({ id: exporterId }) => ({
      queryKey: ['exports.render', { variantId, modelId, runId, exporterId }],
      enabled: modelId !== null,
      // A file carries the time at which it was written; what was shown is what is saved.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      retry: false,
      queryFn: ({ signal }: { signal: AbortSignal }): Promise<Output<'exports.render'>> =>
        // Not asked before a model is known.
        client.call('exports.render', { variantId, modelId: modelId as ModelId, runId, exporterId }, { signal }),
    })),
  })
  return exporters.all.map((exporter, index) => ({
    exporter,
    file: answers[index]?.data ?? null,
    // The client throws nothing else.
    error: (answers[index]?.error as AppError | null | undefined) ?? null,
  }))
}
