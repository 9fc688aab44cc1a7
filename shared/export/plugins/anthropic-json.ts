import type { Exporter } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { plainMessages, variableNames } from '../plain-messages.ts'
import { provenanceOf } from '../provenance.ts'
import { refuseLogic, refuseProvider, refuseSimulation } from '../refusals.ts'
import { anthropicBody } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'anthropic-json',
  label: 'Anthropic request (JSON)',
  description: 'The body of a Messages request, with {{variables}} to fill in, and its provenance beside it.',
  refuse: (input) => refuseSimulation(input) ?? refuseProvider(input, 'anthropic') ?? refuseLogic(input),
  render(input) {
    const messages = plainMessages(input.variant.content.messages) ?? []
    const file = {
      provenance: provenanceOf(input),
      variables: variableNames(messages),
      request: anthropicBody(input, messages),
    }
    return {
      fileName: `${fileStem(input.promptName)}.anthropic.json`,
      mediaType: 'application/json',
      body: `${JSON.stringify(file, null, 2)}\n`,
    }
  },
}
