import { expect, test } from 'vitest'
import { AppError } from '../../shared/contract/errors.ts'
import { createRegistry, type Plugin } from '../../shared/plugin-registry.ts'

const late: Plugin = { id: 'alpha', label: 'Zulu' }
const early: Plugin = { id: 'is-json', label: 'Is JSON' }

test('lists the plug-ins in the order of their labels, not of their files', () => {
  const registry = createRegistry('scorer', { './plugins/alpha.ts': late, './plugins/is-json.ts': early })
  expect(registry.all).toEqual([early, late])
})

test('finds a plug-in by its id', () => {
  const registry = createRegistry('scorer', { './plugins/is-json.ts': early })
  expect(registry.get('is-json')).toBe(early)
  expect([registry.has('is-json'), registry.has('other')]).toEqual([true, false])
})

test('refuses at start a plug-in whose id differs from its file name', () => {
  expect(() => createRegistry('scorer', { './plugins/json.ts': early })).toThrow(
    'The scorer in ./plugins/json.ts calls itself "is-json"; the id must be "json".',
  )
})

test('refuses at start a file without an export named plugin', () => {
  const modules = { './plugins/empty.ts': undefined } as unknown as Record<string, Plugin>
  expect(() => createRegistry('scorer', modules)).toThrow('The scorer file ./plugins/empty.ts has no export "plugin".')
})

test('answers an unknown id with not-found and the known ids', () => {
  const registry = createRegistry('scorer', { './plugins/is-json.ts': early, './plugins/alpha.ts': late })
  const ask = () => registry.get('constructor')
  expect(ask).toThrow(AppError)
  expect(ask).toThrow('There is no scorer "constructor". Known: alpha, is-json.')
})
