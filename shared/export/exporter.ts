import type { EvalCase, EvalSet } from '../domain/eval-set.ts'
import type { CatalogModel } from '../domain/model.ts'
import type { Variant } from '../domain/prompt.ts'
import type { ColumnSummary } from '../domain/results.ts'
import type { Run } from '../domain/run.ts'
import type { Verdict } from '../domain/verdict.ts'

/** What is known of the exported variant; every field that is null is said to be missing ("unverified"). */
export interface Evidence {
  readonly run: Run
  readonly column: ColumnSummary
  /** On this very column against the one that it was held against; null when there is none. */
  readonly verdict: Verdict | null
}

export interface ExportInput {
  readonly promptName: string
  readonly variant: Variant
  /** The model that the code shall call. */
  readonly model: CatalogModel
  /** `openai`, `anthropic`, `openai-compatible` or `sandbox`: which SDK the code uses. */
  readonly providerKind: string
  readonly baseUrl: string | null
  /** Where the format carries them. */
  readonly evalSet: EvalSet | null
  readonly cases: readonly EvalCase[]
  readonly evidence: Evidence | null
  readonly exportedAt: string
  readonly appVersion: string
}

export interface ExportedFile {
  readonly fileName: string
  readonly mediaType: string
  readonly body: string
  /** What a format that holds neither comments nor metadata says in a file beside it. */
  readonly sidecar?: { readonly fileName: string; readonly body: string } | undefined
}

/** A plug-in that writes a variant as a file. One file in plugins/, named after its id. */
export interface Exporter {
  readonly id: string
  readonly label: string
  readonly description: string
  /** Null, or why this variant cannot be written so without losing something. */
  readonly refuse: (input: ExportInput) => string | null
  readonly render: (input: ExportInput) => ExportedFile
}
