import type { Exporter } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { frontMatter } from '../front-matter.ts'
import { inputFields } from '../input-fields.ts'
import { promptyBody, refusePromptyBody } from '../prompty-body.ts'
import { refuseSimulation } from '../refusals.ts'
import { modelName, requestSettings } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'prompty',
  label: 'Prompty (.prompty)',
  description: 'Version 1, which today’s tools read: model, parameters and inputs above the messages in Jinja.',
  refuse: (input) => refuseSimulation(input) ?? refusePromptyBody(input.variant.content.messages),
  render(input) {
    const { promptName, variant, model, providerKind, baseUrl } = input
    const head = frontMatter(input, {
      name: promptName,
      description: `Variant ${variant.letter}${variant.revision}`,
      model: {
        api: 'chat',
        configuration: {
          type: providerKind === 'anthropic' ? 'anthropic' : 'openai',
          name: modelName(model.id),
          ...(baseUrl === null ? {} : { base_url: baseUrl }),
        },
        parameters: requestSettings(input),
      },
      inputs: Object.fromEntries(
        inputFields(input).map(({ name, isText }) => [name, { type: isText ? 'string' : 'object' }]),
      ),
    })
    return {
      fileName: `${fileStem(promptName)}.prompty`,
      mediaType: 'text/plain',
      body: `${head}${promptyBody(variant.content.messages)}`,
    }
  },
}
