import { stringify } from 'yaml'
import type { ExportedFile } from '../../../export/exporter.ts'
import { fileStem } from '../../../export/file-stem.ts'
import type { DecidedModel, Decision, DecisionEvidence } from '../decision.ts'
import type { DecisionExporter } from '../decision-exporter.ts'
import { decisionFile, decisionLines } from '../decision-lines.ts'
import { pythonFile } from '../python-file.ts'

/**
 * The proxy's configuration. A rule by tags is LiteLLM's own tag routing; every other rule is a hook in Python that stands beside it
 * (docs.litellm.ai, "Tag Based Routing" and "Custom Callbacks", read 2026-11-21).
 */
export const plugin: DecisionExporter = {
  id: 'litellm',
  label: 'LiteLLM (YAML)',
  kinds: ['routing', 'cascade'],
  render(decision, evidence): ExportedFile {
    const name = fileStem(evidence.promptName)
    const comment = decisionLines(evidence)
      .map((line) => `# ${line}`)
      .join('\n')
    const { config, module } = configOf(decision, evidence, name)
    return {
      fileName: `${decisionFile(evidence, decision.kind)}.litellm.yaml`,
      mediaType: 'application/yaml',
      body: `${comment}\n${stringify(config, { lineWidth: 0 })}`,
      sidecar: module === null ? undefined : { fileName: `${moduleName(name, decision.kind)}.py`, body: module },
    }
  },
}

function configOf(
  decision: Decision,
  evidence: DecisionEvidence,
  name: string,
): { readonly config: unknown; readonly module: string | null } {
  switch (decision.kind) {
    case 'routing': {
      const { rule, models } = decision
      if (rule.kind === 'tags') {
        const tagsOf = (place: number) => [
          ...Object.entries(rule.choices)
            .filter(([, choice]) => choice === place)
            .map(([tag]) => tag),
          ...(rule.otherwise === place ? ['default'] : []),
        ]
        const entries = models.flatMap((model, place) => {
          const tags = tagsOf(place)
          return tags.length === 0 ? [] : [entryOf(name, model, { tags })]
        })
        return { config: { model_list: entries, router_settings: { enable_tag_filtering: true } }, module: null }
      }
      return {
        config: {
          // Callers ask for the first name; the hook puts one of the others in its place.
          model_list: [
            entryOf(name, models.at(-1)),
            ...models.map((model, place) => entryOf(`${name}-${place}`, model)),
          ],
          litellm_settings: { callbacks: `${moduleName(name, decision.kind)}.handler` },
        },
        module: `${pythonFile(decision, evidence)}\n${hookText(name)}`,
      }
    }
    case 'cascade':
      return {
        config: { model_list: decision.models.map((model, place) => entryOf(`${name}-${place}`, model)) },
        module: pythonFile(decision, evidence),
      }
    default:
      throw new RangeError(`A decision on ${decision.kind} is no routing.`)
  }
}

/** Recorded models have no provider: their entry names the model alone, for the reader to complete. */
function entryOf(name: string, model: DecidedModel | undefined, more: Readonly<Record<string, unknown>> = {}) {
  const modelId = model?.modelId ?? ''
  const isAnthropic = modelId.startsWith('anthropic/')
  const key = { api_key: `os.environ/${isAnthropic ? 'ANTHROPIC_API_KEY' : 'OPENAI_API_KEY'}` }
  return {
    model_name: name,
    litellm_params: { model: modelId.replace(/^recorded\//, ''), ...key, ...more },
  }
}

function moduleName(name: string, kind: string): string {
  return `${name}_${kind}`.replaceAll(/[^a-z0-9_]/g, '_')
}

function hookText(name: string): string {
  return `
from litellm.integrations.custom_logger import CustomLogger


class PithyRouter(CustomLogger):
    """Chooses before the call. The caller sends the prompt's variables in metadata; without them the last model answers."""

    async def async_pre_call_hook(self, user_api_key_dict, cache, data, call_type):
        if data.get("model") != ${JSON.stringify(name)}:
            return data
        metadata = data.get("metadata") or {}
        variables = metadata.get("variables")
        if isinstance(variables, dict):
            chosen = route(variables, metadata.get("tags"), metadata.get("embedding"))
            data["model"] = ${JSON.stringify(`${name}-`)} + str(MODELS.index(chosen))
        return data


handler = PithyRouter()
`
}
