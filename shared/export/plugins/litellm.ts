import { stringify } from 'yaml'
import type { Exporter } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { provenanceLines } from '../provenance.ts'
import { refuseSimulation } from '../refusals.ts'
import { modelName, requestSettings } from '../request-body.ts'

export const plugin: Exporter = {
  id: 'litellm',
  label: 'LiteLLM routing (YAML)',
  description:
    'The model with its settings under the prompt’s name, for LiteLLM’s proxy. The messages stay in your code.',
  refuse: refuseSimulation,
  render(input) {
    const { promptName, model, providerKind, baseUrl } = input
    const isAnthropic = providerKind === 'anthropic'
    const config = {
      model_list: [
        {
          model_name: fileStem(promptName),
          litellm_params: {
            model: `${isAnthropic ? 'anthropic' : 'openai'}/${modelName(model.id)}`,
            api_key: `os.environ/${isAnthropic ? 'ANTHROPIC_API_KEY' : 'OPENAI_API_KEY'}`,
            ...(baseUrl === null ? {} : { api_base: baseUrl }),
            ...requestSettings(input),
          },
        },
      ],
    }
    const comment = provenanceLines(input).map((line) => `# ${line}`)
    return {
      fileName: `${fileStem(promptName)}.litellm.yaml`,
      mediaType: 'application/yaml',
      body: `${comment.join('\n')}\n${stringify(config, { lineWidth: 0 })}`,
    }
  },
}
