import { describe, expect, it } from 'vitest'
import { apiFor } from '../../../../../electron/core/providers/formats/responses.ts'
import type { ProviderRequest } from '../../../../../electron/core/providers/provider.ts'
import { defaultParameters } from '../../../../../shared/domain/prompt.ts'
import { fakeModel, fakeRequest } from '../../../../support/provider-calls.ts'

describe('apiFor', () => {
  const thinks = fakeModel()
  const plain = fakeModel({ capabilities: { ...thinks.capabilities, efforts: ['none'] } })
  const asked = (overrides: Partial<ProviderRequest['parameters']> = {}) => ({ ...defaultParameters, ...overrides })

  it.each([
    ['a model that thinks, at OpenAI', { model: thinks }, true, 'responses'],
    ['a model that thinks, at a proxy', { model: thinks }, false, 'chat'],
    ['a model that does not', { model: plain }, true, 'chat'],
    ['what the catalog says', { model: { ...plain, api: 'responses' as const } }, false, 'responses'],
    ['what the catalog says', { model: { ...thinks, api: 'chat' as const } }, true, 'chat'],
    ['stop sequences', { model: thinks, parameters: asked({ stop: ['END'] }) }, true, 'chat'],
    [
      'an output limit that Responses refuses',
      { model: thinks, parameters: asked({ maxOutputTokens: 15 }) },
      true,
      'chat',
    ],
    ['the lowest limit it takes', { model: thinks, parameters: asked({ maxOutputTokens: 16 }) }, true, 'responses'],
  ] as const)('goes by %s', (_name, overrides, isOwnAddress, expected) => {
    expect(apiFor(fakeRequest(overrides as Partial<ProviderRequest>), isOwnAddress)).toBe(expected)
  })
})
