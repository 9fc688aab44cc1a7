import { expect, it } from 'vitest'
import { readTool } from '../../../shared/models/read-tool.ts'

const parameters = { type: 'object', properties: {} }
const tool = { name: 'find', description: 'Finds.', parameters }

it.each([
  ['plainly', tool, '/parameters'],
  ['as Responses has it', { type: 'function', ...tool, strict: true }, '/parameters'],
  ['as Chat Completions has it', { type: 'function', function: tool }, '/function/parameters'],
  ['as Anthropic has it', { name: 'find', description: 'Finds.', input_schema: parameters }, '/input_schema'],
])('reads a tool %s', (_how, value, schemaPointer) => {
  expect(readTool(value)).toEqual({ tool, schemaPointer, problem: null })
})

it('takes a tool without description and arguments', () => {
  expect(readTool({ name: 'now' }).tool).toEqual({ name: 'now', description: '', parameters: null })
})

it.each([
  [[], '', /JSON object/],
  [{ description: 'x' }, '', /name is missing/],
  [{ name: 'two words' }, '/name', /letters, digits/],
  [{ function: { name: 7 } }, '/function/name', /letters, digits/],
  [{ name: 'a', description: 3 }, '/description', /a text/],
  [{ name: 'a', parameters: [] }, '/parameters', /JSON Schema/],
  [{ name: 'a', parameters: { type: 'string' } }, '/parameters/type', /of type "object"/],
])('tells what is wrong with %j, and where', (value, pointer, message) => {
  const { problem } = readTool(value)
  expect(problem?.pointer).toBe(pointer)
  expect(problem?.message).toMatch(message)
})
