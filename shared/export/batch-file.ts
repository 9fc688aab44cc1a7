import { AppError } from '../contract/errors.ts'
import type { JsonObject } from '../domain/json.ts'
import { parseMessages, renderParsedMessages } from '../template/render-messages.ts'
import type { ExportedFile, ExportInput } from './exporter.ts'
import { fileStem } from './file-stem.ts'
import type { PlainMessage } from './plain-messages.ts'
import { provenanceOf } from './provenance.ts'
import { refuseCases } from './refusals.ts'

type Said = Pick<PlainMessage, 'role' | 'template'>

/** Why a batch of this cannot be written; null when it can. */
export function refuseBatch(input: ExportInput): string | null {
  const refusal = refuseCases(input)
  if (refusal !== null) return refusal
  const messages = parseMessages(input.variant.content.messages)
  for (const evalCase of input.cases) {
    try {
      renderParsedMessages(messages, evalCase.variables)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return `Case ${evalCase.position}: ${error.message}`
    }
  }
  return null
}

/** A line for every case; the prompt is filled in, so that conditions and loops come along. */
export function batchFile(
  input: ExportInput,
  vendor: string,
  toLine: (id: string, messages: readonly Said[]) => JsonObject,
): ExportedFile {
  const parsed = parseMessages(input.variant.content.messages)
  const lines = input.cases.map((evalCase) => {
    const rendered = renderParsedMessages(parsed, evalCase.variables)
    // Both vendors take 64 characters of these at most.
    const id = evalCase.id.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 64)
    return JSON.stringify(
      toLine(
        id,
        rendered.map(({ role, content }) => ({ role, template: content })),
      ),
    )
  })
  const stem = `${fileStem(input.promptName)}.${vendor}-batch`
  return {
    fileName: `${stem}.jsonl`,
    mediaType: 'application/x-ndjson',
    body: `${lines.join('\n')}\n`,
    sidecar: {
      fileName: `${stem}.provenance.json`,
      body: `${JSON.stringify({ provenance: provenanceOf(input), cases: lines.length }, null, 2)}\n`,
    },
  }
}
