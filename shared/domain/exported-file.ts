import { z } from 'zod'

/** A file that was written for the user; the host saves, downloads or prints it. */
export const ExportedFile = z.object({ fileName: z.string(), mediaType: z.string(), body: z.string() })

/** `proven`: not worse and cheaper, without a caveat; `not-shown`: compared, and not proven; `out-of-date`: measured on what has changed. */
export const EvidenceState = z.enum(['proven', 'not-shown', 'unverified', 'out-of-date'])
export type EvidenceState = z.infer<typeof EvidenceState>

export const EvidenceStatus = z.object({ state: EvidenceState, reasons: z.array(z.string()) })
export type EvidenceStatus = z.infer<typeof EvidenceStatus>

/** The same with a second file that stands beside it. */
export const ExportedFiles = ExportedFile.extend({
  sidecar: ExportedFile.pick({ fileName: true, body: true }).optional(),
})

/** A variant's file, and what the run that it quotes shows. */
export const ExportedVariant = ExportedFiles.extend({ evidence: EvidenceStatus })
