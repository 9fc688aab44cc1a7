import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { TextFeatures } from '../../../shared/tokens/content-class.ts'
import type { TokenEstimate } from '../../../shared/tokens/estimator.ts'

export interface CountedPrompt {
  /** What most of it is: English, code, JSON, a language … */
  readonly content: string
  readonly features: TextFeatures
  /** Tokens by tokenizer. */
  readonly counts: Readonly<Record<string, number>>
}

export interface TokenizerCounts {
  readonly tokenizers: readonly string[]
  readonly prompts: readonly CountedPrompt[]
}

/** The tokenizers of `measured-ratios.ts`; those of OpenAI stand for tokenizers that no prior knows. */
export const MEASURED = ['claude-2', 'llama-3', 'llama-2', 'mistral-1', 'gemini', 'deepseek', 'qwen'] as const

/**
 * What real tokenizers made of 210 prompts: READMEs in ten languages, interface texts in twenty, this repository's code, JSON
 * of packages. The ratios of `measured-ratios.ts` were fitted to other texts; the priors' spreads were chosen with these in view.
 */
export function tokenizerCounts(): TokenizerCounts {
  const file = path.join(import.meta.dirname, 'tokenizer-counts.tsv')
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const tokenizers = (head.split('\t')[2] ?? '').replace('tokens: ', '').split(' ')
  const prompts = lines.map((line) => {
    const [content = '', features = '', counts = ''] = line.split('\t')
    const numbers = counts.split(' ').map(Number)
    return {
      content,
      features: Float64Array.from(features.split(' '), Number),
      counts: Object.fromEntries(tokenizers.map((name, index) => [name, numbers[index] ?? Number.NaN])),
    }
  })
  return { tokenizers, prompts }
}

/** Whether the true count lies in the band that was shown. */
export function isHeld({ tokens, bandRatio }: TokenEstimate, truth: number): boolean {
  return Math.abs(tokens - truth) <= bandRatio * tokens + 0.5
}
