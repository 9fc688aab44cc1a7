import { z } from 'zod'

/** A file that was written for the user; the host saves, downloads or prints it. */
export const ExportedFile = z.object({ fileName: z.string(), mediaType: z.string(), body: z.string() })

/** The same with a second file that stands beside it. */
export const ExportedFiles = ExportedFile.extend({
  sidecar: ExportedFile.pick({ fileName: true, body: true }).optional(),
})
