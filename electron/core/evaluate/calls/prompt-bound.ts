import type { Parameters, RenderedMessage } from '../../../../shared/domain/prompt.ts'

/** Room for what providers add around a message: role, separators. */
const FRAME_TOKENS = 20
/** Room for the instructions that providers add for a response schema (Anthropic's tools: up to 804, 2026-08-22). */
const SCHEMA_TOKENS = 1000
/** What providers put around the definitions of tools, and around each (Anthropic's tool prompt: up to 804). */
const TOOL_PROMPT_TOKENS = 1000
const TOOL_TOKENS = 100

/**
 * The most tokens that a prompt can have, by any byte-level tokenizer: one for each byte of UTF-8.
 *
 * Far above the truth, on purpose: it holds for every vendor without loading a vocabulary, and what is reserved too much
 * is free again a moment later.
 */
export function promptTokenBound(messages: readonly RenderedMessage[], parameters: Parameters): number {
  let tokens = FRAME_TOKENS
  for (const { content } of messages) tokens += Buffer.byteLength(content) + FRAME_TOKENS
  if (parameters.responseSchema) tokens += Buffer.byteLength(JSON.stringify(parameters.responseSchema)) + SCHEMA_TOKENS
  const { tools = [] } = parameters
  if (tools.length > 0) {
    tokens += Buffer.byteLength(JSON.stringify(tools)) + TOOL_PROMPT_TOKENS + TOOL_TOKENS * tools.length
  }
  return tokens
}
