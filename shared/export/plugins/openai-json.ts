import type { Exporter } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { plainMessages, variableNames } from '../plain-messages.ts'
import { provenanceOf } from '../provenance.ts'
import { refuseLogic, refuseProvider, refuseSimulation } from '../refusals.ts'
import { openaiBody } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'openai-json',
  label: 'OpenAI request (JSON)',
  description: 'The body of a Chat Completions request, with {{variables}} to fill in, and its provenance beside it.',
  refuse: (input) => refuseSimulation(input) ?? refuseProvider(input, 'openai') ?? refuseLogic(input),
  render(input) {
    const messages = plainMessages(input.variant.content.messages) ?? []
    const file = {
      provenance: provenanceOf(input),
      variables: variableNames(messages),
      request: openaiBody(input, messages),
    }
    return {
      fileName: `${fileStem(input.promptName)}.openai.json`,
      mediaType: 'application/json',
      body: `${JSON.stringify(file, null, 2)}\n`,
    }
  },
}
