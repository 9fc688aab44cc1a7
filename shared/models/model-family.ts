import { type ModelId, splitModelId } from '../domain/ids.ts'

/** Beginnings of names, as vendors and the services that resell their models write them. */
const FAMILIES: readonly (readonly [family: string, names: RegExp])[] = [
  ['Claude', /^claude/],
  ['GPT', /^(gpt|chatgpt|o\d|codex|davinci)/],
  ['Gemini', /^(gemini|gemma)/],
  ['Llama', /^(meta-)?llama/],
  ['Mistral', /^(open-)?(mistral|mixtral|ministral|magistral|codestral|devstral|pixtral)/],
  ['Qwen', /^(qwen|qwq)/],
  ['DeepSeek', /^deepseek/],
  ['Grok', /^grok/],
  ['Command', /^(c4ai-)?command/],
  ['Phi', /^phi/],
  ['Nova', /^nova/],
  ['GLM', /^glm/],
  ['Kimi', /^(kimi|moonshot)/],
]

/**
 * The family that a model's name tells: models of one family tend to prefer each other's answers. Null where the name tells none, and
 * for the sandbox, which prefers nothing.
 */
export function modelFamily(id: ModelId): string | null {
  const name = splitModelId(id).modelName.toLowerCase()
  // "anthropic/claude-…", "us.anthropic.claude-…", "models/gemini-…"
  const parts = [name, ...name.split(/[/.:]/)]
  return FAMILIES.find(([, names]) => parts.some((part) => names.test(part)))?.[0] ?? null
}

/** The models that are of the judge's own family, itself included. */
export function ofOneFamily(judge: ModelId, models: readonly ModelId[]): readonly ModelId[] {
  const family = modelFamily(judge)
  return family === null ? [] : models.filter((id) => modelFamily(id) === family)
}
