import type { EncodingId } from './encodings.ts'
import type { EstimatorPrior, RatioPrior } from './estimator.ts'
import { MEASURED_RATIOS } from './measured-ratios.ts'
import { type OverheadRuleId, overheadRule } from './overhead-rule.ts'

/** Models that split text alike; calibration is kept per provider and family. */
export interface TokenizerFamily {
  readonly id: TokenizerFamilyId
  readonly label: string
  /** The encoding that counts it, or whose tokens the estimate starts from. */
  readonly encoding: EncodingId
  /** How the estimate starts; null where the encoding is the model's own. */
  readonly prior: EstimatorPrior | null
  /** Where the prior's ratios come from, with the day they were read; null when exact. */
  readonly priorSource: string | null
  readonly overheadRule: OverheadRuleId
}

export type TokenizerFamilyId =
  | 'o200k-chat'
  | 'o200k-reasoning'
  | 'gpt-oss'
  | 'cl100k'
  | 'openai-assumed'
  | 'sandbox'
  | 'claude-2'
  | 'claude-3'
  | 'claude-4.7'
  | 'claude-5'
  | 'gemini'
  | 'llama-3'
  | 'llama-2'
  | 'qwen'
  | 'deepseek'
  | 'mistral'
  | 'mistral-1'
  | 'unknown'

/** Ratio to o200k on English, TypeScript, JSON, Chinese, Japanese, emoji: shared/reference/tokens.md section 4. */
type MeasuredRatios = readonly [number, number, number, number, number, number]

type PriorSpread = Pick<EstimatorPrior, 'sharedSpread' | 'classSpread' | 'unnamedSpread'>

/** Own measurements of the real tokenizer. */
const MEASURED = {
  spread: { sharedSpread: 0.02, classSpread: 0.05, unnamedSpread: 0.4 },
  source: 'the real tokenizer measured against o200k_base on 560 prompts in 20 languages, 2026-11-21',
}
/** The same for large vocabularies of many languages, which are close to one another. */
const MEASURED_CLOSE = {
  ...MEASURED,
  spread: { sharedSpread: 0.01, classSpread: 0.02, unnamedSpread: 0.2 },
}
/** The real tokenizer on few texts. */
const PUBLISHED = {
  spread: { sharedSpread: 0.07, classSpread: 0.12, unnamedSpread: 0.6 },
  source: 'the real tokenizer measured against o200k_base on six kinds of text, 2026-11-20',
}
/** Put together from others' figures, which disagree by 0.2 and more. */
const SECOND_HAND = {
  spread: { sharedSpread: 0.12, classSpread: 0.15, unnamedSpread: 0.7 },
  source: 'published count_tokens probes and ratios of others, which disagree by 20 % and more, 2026-11-20',
}
/** Any of the tokenizers above, and more: as far apart as they are from one another. */
const ANY = {
  spread: { sharedSpread: 0.2, classSpread: 0.2, unnamedSpread: 0.8 },
  source: 'between the tokenizers that were measured, as far off as those are from one another, 2026-11-21',
}
const ASSUMED = {
  spread: PUBLISHED.spread,
  source: 'assumed to be o200k_base, as for the OpenAI models before it (openai/tiktoken 0.14.0), 2026-11-20',
}

const FAMILIES: readonly TokenizerFamily[] = [
  exact('o200k-chat', 'OpenAI o200k_base', 'o200k_base', 'openai-chat'),
  exact('o200k-reasoning', 'OpenAI o200k_base, reasoning', 'o200k_base', 'openai-reasoning'),
  exact('gpt-oss', 'gpt-oss o200k_harmony', 'o200k_harmony', 'gpt-oss'),
  exact('cl100k', 'OpenAI cl100k_base', 'cl100k_base', 'openai-chat'),
  exact('sandbox', 'sandbox o200k_base', 'o200k_base', 'none'),
  estimated('openai-assumed', 'assumed o200k_base', 'openai-reasoning', ratiosByClass([1, 1, 1, 1, 1, 1]), ASSUMED),
  estimated('claude-2', 'Claude 2', 'claude-3', MEASURED_RATIOS['claude-2'], MEASURED),
  estimated('claude-3', 'Claude 3 to 4.6', 'claude-3', claudeRatios([1.15, 1.26, 1.17, 1.38, 1.43, 1.3]), SECOND_HAND),
  estimated('claude-4.7', 'Claude 4.7', 'claude-4.7', claudeRatios([1.55, 1.55, 1.4, 1.38, 1.43, 1.3]), SECOND_HAND),
  estimated('claude-5', 'Claude 5', 'claude-5', claudeRatios([1.55, 1.55, 1.4, 1.38, 1.43, 1.3]), SECOND_HAND),
  estimated('gemini', 'Gemini, Gemma', 'gemini', MEASURED_RATIOS.gemini, MEASURED_CLOSE),
  estimated('llama-3', 'Llama 3', 'assumed-chat', MEASURED_RATIOS['llama-3'], MEASURED),
  estimated('llama-2', 'Llama 2', 'assumed-chat', MEASURED_RATIOS['llama-2'], MEASURED),
  estimated('mistral-1', 'first Mistral', 'assumed-chat', MEASURED_RATIOS['mistral-1'], MEASURED),
  estimated('qwen', 'Qwen', 'assumed-chat', MEASURED_RATIOS.qwen, MEASURED),
  estimated('deepseek', 'DeepSeek', 'assumed-chat', MEASURED_RATIOS.deepseek, MEASURED_CLOSE),
  estimated(
    'mistral',
    'Mistral (Tekken)',
    'assumed-chat',
    ratiosByClass([1.03, 1.05, 1.09, 1.26, 1.07, 1.6]),
    PUBLISHED,
  ),
  estimated('unknown', 'unknown tokenizer', 'assumed-chat', ratiosByClass([1.12, 1.12, 1.12, 1.12, 1.12, 1.12]), ANY),
]

export function tokenizerFamily(id: TokenizerFamilyId): TokenizerFamily {
  const found = FAMILIES.find((family) => family.id === id)
  if (!found) throw new RangeError(`No tokenizer family is named "${id}".`)
  return found
}

function exact(
  id: TokenizerFamilyId,
  label: string,
  encoding: EncodingId,
  overheadRule: OverheadRuleId,
): TokenizerFamily {
  return { id, label, encoding, prior: null, priorSource: null, overheadRule }
}

function estimated(
  id: TokenizerFamilyId,
  label: string,
  overhead: OverheadRuleId,
  ratios: RatioPrior,
  { spread, source }: { readonly spread: PriorSpread; readonly source: string },
): TokenizerFamily {
  const rule = overheadRule(overhead)
  // What `user` adds to a frame that bills the role: one token in every vocabulary here.
  const roleTokens = rule.countsRole ? 1 : 0
  const overheadTokens = rule.requestTokens + rule.messageTokens + roleTokens
  return {
    id,
    label,
    encoding: 'o200k_base',
    prior: { ratios, overheadTokens, ...spread },
    priorSource: source,
    overheadRule: overhead,
  }
}

/**
 * Later models of Claude took about 1.1 times the tokens of Claude 2 where it was compared (ai-tokenizer's table of API usage),
 * and 4.7 as many as 4.6 on Russian, Arabic and Hindi.
 */
function claudeRatios(measured: MeasuredRatios): RatioPrior {
  const before = MEASURED_RATIOS['claude-2']
  const scripts = ['latinExtended', 'hangul', 'cyrillicGreek', 'semitic', 'indic', 'southEastAsian'] as const
  const later = scripts.map((name) => [name, 1.1 * (before[name] ?? before.other)] as const)
  return { ...ratiosByClass(measured), ...Object.fromEntries(later) }
}

/** Classes without a measurement of their own take the mean of prose, Chinese and Japanese. */
function ratiosByClass([english, code, json, chinese, japanese, emoji]: MeasuredRatios): RatioPrior {
  return {
    latin: english,
    latinGlued: code,
    number: json,
    punctuation: json,
    space: code,
    han: chinese,
    kana: japanese,
    symbol: emoji,
    digits: 0,
    other: (english + chinese + japanese) / 3,
  }
}
