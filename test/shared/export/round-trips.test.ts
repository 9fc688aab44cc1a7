import { expect, it } from 'vitest'
import type { ModelId } from '../../../shared/domain/ids.ts'
import { defaultParameters, type Message, type Role } from '../../../shared/domain/prompt.ts'
import { exporters } from '../../../shared/export/registry.ts'
import { readPrompt } from '../../../shared/import/prompts/read-prompt.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { renderMessages } from '../../../shared/template/render-messages.ts'
import { inputFor } from '../../support/export-input.ts'

const OPENAI = 'openai/gpt-4.1-mini'
const CLAUDE = 'anthropic/claude-haiku-4-5'

/** Every format that goes out and comes in, on a model that it can name; the least share of prompts that it must be able to say. */
const FORMATS: readonly (readonly [string, string, number])[] = [
  ['openai-json', OPENAI, 0.9],
  ['openai-responses-json', OPENAI, 0.9],
  ['anthropic-json', CLAUDE, 0.9],
  ['markdown', OPENAI, 0.9],
  ['prompty', OPENAI, 0.3],
  ['prompty-v2', OPENAI, 0.3],
  ['dotprompt', OPENAI, 0.3],
  ['langchain', OPENAI, 0.5],
  ['langfuse', OPENAI, 0.2],
]

const PIECES = [
  ...['Answer', ' ', 'briefly.', '\n', '\n\n', '- ', 'é🙂', '"', '\\', '`', '#', "'", '</b>&', ':', 'user', '---'],
  ...['{', '}', '{"a": 1}', '{{"b"}}', '}}', '{%x%}', '#}', '{{name}}', '{{name}}', '{{ text }}', '{{name}}'],
]

function randomMessages(random: () => number): Message[] {
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T // the lists are not empty
  const text = () => `S${Array.from({ length: 1 + Math.floor(random() * 10) }, () => pick(PIECES)).join('')}E`
  const roles: readonly Role[] =
    random() < 0.5 ? ['system', 'user'] : pick([['user'], ['system', 'user', 'assistant', 'user']])
  return roles.map((role) => ({ role, template: text() }))
}

it.each(FORMATS)(
  '%s: what goes out comes in again and says the same, in 40 random prompts of several messages',
  (format, modelId, least) => {
    const random = seededRandom(`round trips ${format}`)
    const variables = { name: 'Ann {{x}}', text: 'two\nlines' }
    const exporter = exporters.get(format)
    let written = 0
    for (let round = 0; round < 40; round++) {
      const messages = randomMessages(random)
      const input = inputFor(modelId as ModelId)
      const parameters = {
        ...defaultParameters,
        maxOutputTokens: 77,
        stop: format === 'openai-responses-json' ? [] : ['END'],
      }
      const variant = { ...input.variant, content: { messages, parameters } }
      if (exporter.refuse({ ...input, variant }) !== null) continue
      written += 1
      const { fileName, body } = exporter.render({ ...input, variant })
      const read = readPrompt({ fileName, text: body }, null)
      const said = JSON.stringify(messages)
      expect(renderMessages(read.messages, variables), said).toEqual(renderMessages(messages, variables))
      if (format !== 'markdown') expect(read.parameters.maxOutputTokens, said).toBe(77)
    }
    expect(written / 40).toBeGreaterThanOrEqual(least)
  },
)
