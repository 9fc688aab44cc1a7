import type { Exporter, ExportInput } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { plainMessages, variableNames } from '../plain-messages.ts'
import { provenanceOf } from '../provenance.ts'
import { refuseLogic, refuseProvider, refuseSimulation } from '../refusals.ts'
import { responsesBody } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'openai-responses-json',
  label: 'OpenAI request (JSON, Responses)',
  description: 'The body of a Responses request, with {{variables}} to fill in, and its provenance beside it.',
  refuse: (input) =>
    refuseSimulation(input) ?? refuseProvider(input, 'openai') ?? refuseStop(input) ?? refuseLogic(input),
  render(input) {
    const messages = plainMessages(input.variant.content.messages) ?? []
    const file = {
      provenance: provenanceOf(input),
      variables: variableNames(messages),
      request: responsesBody(input, messages),
    }
    return {
      fileName: `${fileStem(input.promptName)}.responses.json`,
      mediaType: 'application/json',
      body: `${JSON.stringify(file, null, 2)}\n`,
    }
  },
}

function refuseStop({ variant, model }: ExportInput): string | null {
  return variant.content.parameters.stop.length > 0 && model.capabilities.stop
    ? 'The variant has stop texts, which Responses does not know. Export it as a Chat Completions request.'
    : null
}
