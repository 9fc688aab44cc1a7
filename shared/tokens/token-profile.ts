import type { EncodingId } from './encodings.ts'
import { bandBeforeCalls, type EstimatorPrior } from './estimator.ts'
import type { OverheadRuleId } from './overhead-rule.ts'
import { type TokenizerFamilyId, tokenizerFamily } from './tokenizer-family.ts'

/** How a model's tokens are counted, and how far the count may be trusted. */
export interface TokenProfile {
  readonly familyId: TokenizerFamilyId
  /** In words for the interface: 'OpenAI o200k_base', 'assumed o200k_base', 'Claude 3 to 4.6' … */
  readonly label: string
  readonly encoding: EncodingId
  /** Of plain text; the framing of a request has its own rule. */
  readonly exactness: 'exact' | 'estimate'
  /** How an estimator of this family starts; null when exact. */
  readonly ratioPrior: EstimatorPrior | null
  /** Where that start comes from, with its day; null when exact. */
  readonly priorSource: string | null
  /** Half width of the band before any call was seen, as a fraction; null when exact. */
  readonly bandRatio: number | null
  readonly overheadRule: OverheadRuleId
}

const SANDBOX_KIND = 'sandbox'

/** First match wins; names are lower case, without the part before the last slash. */
const FAMILY_BY_NAME: readonly (readonly [pattern: RegExp, family: TokenizerFamilyId])[] = [
  [/^gpt-oss/, 'gpt-oss'],
  [/^(ft:)?(chatgpt-4o|gpt-4o|gpt-4\.1|gpt-4\.5)/, 'o200k-chat'],
  [/^(ft:)?(o1|o3|o4-mini|gpt-5)([-.:]|$)/, 'o200k-reasoning'],
  [/^(ft:)?(gpt-4|gpt-3\.5|gpt-35)([-.:]|$)|^text-embedding-(3|ada-002)/, 'cl100k'],
  [/^(ft:)?(gpt-\d|o\d|chatgpt)/, 'openai-assumed'],
  [/^claude-(instant|v?[12]\b)/, 'claude-2'],
  [/^(gemini|gemma)/, 'gemini'],
  [/^(codellama|llama-?2)/, 'llama-2'],
  [/^(mistral-7b|mixtral)/, 'mistral-1'],
  [/llama/, 'llama-3'],
  [/^(qwen|qwq)/, 'qwen'],
  [/^deepseek/, 'deepseek'],
  [/^(mistral|ministral|codestral|magistral|devstral|pixtral|open-mistral)/, 'mistral'],
]

/**
 * The profile of a model by its name, wherever it is served; unknown names give a wide estimate, never an exact count.
 *
 * OpenAI names are those that openai/tiktoken 0.14.0 maps; newer ones are "assumed o200k_base" until usage shows a
 * constant difference. Claude has two tokenizers: 3 to 4.6, and 4.7 and later (Anthropic docs, November 2026).
 */
export function tokenProfile(model: { readonly providerKind: string; readonly modelName: string }): TokenProfile {
  const family = tokenizerFamily(familyOf(model.providerKind, model.modelName))
  return {
    familyId: family.id,
    label: family.label,
    encoding: family.encoding,
    exactness: family.prior ? 'estimate' : 'exact',
    ratioPrior: family.prior,
    priorSource: family.priorSource,
    bandRatio: family.prior ? firstBandRatio(family.prior) : null,
    overheadRule: family.overheadRule,
  }
}

function familyOf(providerKind: string, modelName: string): TokenizerFamilyId {
  if (providerKind === SANDBOX_KIND) return 'sandbox'
  const name = modelName.toLowerCase().split('/').at(-1) ?? ''
  for (const [pattern, family] of FAMILY_BY_NAME) if (pattern.test(name)) return family
  // Bedrock and Vertex wrap the name: "us.anthropic.claude-…", "claude-…@20250514".
  const claude = name.indexOf('claude')
  if (claude >= 0) return claudeFamily(name.slice(claude))
  if (providerKind === 'openai') return 'openai-assumed'
  if (providerKind === 'anthropic') return 'claude-5'
  return 'unknown'
}

/** "claude-3-5-sonnet-20241022" is 3.5, "claude-opus-4-7" is 4.7; a date is no minor version; no version is the newest. */
function claudeFamily(name: string): TokenizerFamilyId {
  const version = /(\d+)(?:[-.](\d{1,2})(?!\d))?/.exec(name.replace(/20\d{6}/g, ''))
  if (!version) return 'claude-5'
  const major = Number(version[1])
  const minor = Number(version[2] ?? 0)
  if (major >= 5) return 'claude-5'
  return major === 4 && minor >= 7 ? 'claude-4.7' : 'claude-3'
}

/** 90 % band of a text whose classes are as mixed as a prompt's usually are: half of the class spread averages out. */
function firstBandRatio(prior: EstimatorPrior): number {
  const spread = Math.sqrt(prior.sharedSpread ** 2 + prior.classSpread ** 2 / 2)
  return bandBeforeCalls(spread / prior.ratios.other)
}
