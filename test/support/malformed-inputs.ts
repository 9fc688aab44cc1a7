import { z } from 'zod'
import { type RouteName, routes } from '../../shared/contract/routes.ts'

export interface MalformedInput {
  readonly what: string
  readonly input: unknown
}

/** What no route takes: every route asks for an object. */
export const noObjects: readonly MalformedInput[] = [
  undefined,
  null,
  true,
  false,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  9_007_199_254_740_993n,
  '',
  'text',
  '{}',
  '__proto__',
  '../../etc/passwd',
  '\u0000',
  'x'.repeat(100_000),
  [],
  [{}],
  [[[[]]]],
  ['__proto__'],
].map((input) => ({
  what: typeof input === 'bigint' ? `${input}n` : (JSON.stringify(input) ?? 'undefined').slice(0, 40),
  input,
}))

/** The part of JSON Schema that the contract's inputs come out as. */
interface Shape {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
}

const wrongByType: Readonly<Record<string, readonly unknown[]>> = {
  string: [7, null, {}, [], true],
  number: ['7', null, {}, [], Number.NaN],
  integer: ['7', null, {}, [], 1.5, Number.POSITIVE_INFINITY],
  boolean: ['true', null, 1, {}, []],
  array: [{}, 'a', 1, null, true],
  object: [[], 'a', 1, null, true],
}

/** Members of the wrong type, and members that are missing, by what the route's own schema says of each. */
export function malformedMembers(route: RouteName): readonly MalformedInput[] {
  // What JSON Schema cannot say (refinements) is left out: only types and presence are asked for here.
  const { properties = {}, required = [] } = z.toJSONSchema(routes[route].input, {
    io: 'input',
    unrepresentable: 'any',
  }) as Shape
  const wrong = Object.entries(properties).flatMap(([name, { type }]) =>
    (wrongByType[type ?? ''] ?? []).map((value) => ({
      what: `${name} = ${JSON.stringify(value)}`,
      input: { [name]: value },
    })),
  )
  const missing = required.map((name) => ({ what: `no ${name}`, input: onThePrototype(name) }))
  return [...wrong, ...missing]
}

/** As a text that wants to pollute prototypes writes it: JSON.parse makes it a member of its own. */
function onThePrototype(name: string): unknown {
  return JSON.parse(`{"__proto__":{${JSON.stringify(name)}:"x"},"constructor":{"prototype":{}}}`)
}
