import { expect, test } from 'vitest'
import { providerIdFor } from '../../../../../renderer/features/settings/providers/provider-id-for.ts'
import { ProviderId } from '../../../../../shared/domain/ids.ts'

test('gives ids that are valid and free, however long and odd the label', () => {
  expect(providerIdFor('Our vLLM', new Set())).toBe('our-vllm')
  expect(providerIdFor('Ollama', new Set(['ollama', 'ollama-2']))).toBe('ollama-3')
  expect(providerIdFor('Zürich (GPU) ', new Set())).toBe('zurich-gpu')
  expect(ProviderId.safeParse(providerIdFor(`${'a b '.repeat(30)}`, new Set())).success).toBe(true)
  expect(providerIdFor('日本', new Set())).toBe('')
})
