import type { JsonObject } from '../../domain/json.ts'
import type { Exporter } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { provenanceLines, provenanceOf } from '../provenance.ts'
import { refuseSimulation } from '../refusals.ts'
import { modelName, requestSettings } from '../request-body.ts'
import { langfuseSyntax } from '../syntax/langfuse-syntax.ts'
import { refuseTranslation, translatedMessages } from '../translate-template.ts'

export const plugin: Exporter = {
  id: 'langfuse',
  label: 'Langfuse prompt (JSON)',
  description: 'A chat prompt as Langfuse’s API takes it, with model, settings and provenance in its config.',
  refuse: (input) => refuseSimulation(input) ?? refuseTranslation(input.variant.content.messages, langfuseSyntax),
  render(input) {
    const prompt = {
      name: input.promptName,
      type: 'chat',
      prompt: translatedMessages(input.variant.content.messages, langfuseSyntax).map(({ role, content }) => ({
        type: 'chatmessage',
        role,
        content,
      })),
      config: {
        model: modelName(input.model.id),
        ...requestSettings(input),
        // Plain texts and numbers throughout: JSON as it is.
        provenance: provenanceOf(input) as unknown as JsonObject,
      },
      labels: [],
      tags: ['pithy'],
      commitMessage: provenanceLines(input)[0] ?? '',
    }
    return {
      fileName: `${fileStem(input.promptName)}.langfuse.json`,
      mediaType: 'application/json',
      body: `${JSON.stringify(prompt, null, 2)}\n`,
    }
  },
}
