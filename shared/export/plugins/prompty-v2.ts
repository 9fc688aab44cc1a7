import type { JsonObject } from '../../domain/json.ts'
import type { Exporter, ExportInput } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { frontMatter } from '../front-matter.ts'
import { inputFields } from '../input-fields.ts'
import { promptyBody, refusePromptyBody } from '../prompty-body.ts'
import { refuseSimulation } from '../refusals.ts'
import { modelName, requestSettings } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'prompty-v2',
  label: 'Prompty 2 (.prompty, alpha)',
  description: 'The coming version of Prompty; its shape may still change. Choose Prompty where you are not sure.',
  refuse: (input) => refuseSimulation(input) ?? refusePromptyBody(input.variant.content.messages),
  render(input) {
    const { promptName, variant, model, providerKind, baseUrl } = input
    const head = frontMatter(input, {
      name: promptName,
      model: {
        id: modelName(model.id),
        provider: providerKind === 'anthropic' ? 'anthropic' : 'openai',
        apiType: 'chat',
        connection: {
          kind: 'key',
          ...(baseUrl === null ? {} : { endpoint: baseUrl }),
          // biome-ignore lint/suspicious/noTemplateCurlyInString: Prompty's own way to name a variable of the environment
          apiKey: providerKind === 'anthropic' ? '${env:ANTHROPIC_API_KEY}' : '${env:OPENAI_API_KEY}',
        },
        options: options(input),
      },
      inputs: inputFields(input).map(({ name, isText }) => ({ name, kind: isText ? 'string' : 'object' })),
      metadata: { tags: ['pithy'] },
      template: { format: { kind: 'jinja2' }, parser: { kind: 'prompty' } },
    })
    return {
      fileName: `${fileStem(promptName)}.v2.prompty`,
      mediaType: 'text/plain',
      body: `${head}${promptyBody(variant.content.messages)}`,
    }
  },
}

/** Prompty's names for the two that it knows; the rest goes under the vendor's own. */
function options(input: ExportInput): JsonObject {
  const { temperature, max_tokens, max_completion_tokens, ...rest } = requestSettings(input)
  const cap = max_completion_tokens ?? max_tokens
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(cap === undefined ? {} : { maxOutputTokens: cap }),
    ...(Object.keys(rest).length === 0 ? {} : { additionalProperties: rest }),
  }
}
