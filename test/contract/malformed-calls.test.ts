import { afterAll, describe, expect, it } from 'vitest'
import { createDispatch, type Handlers } from '../../electron/core/dispatch.ts'
import { type RouteName, routes } from '../../shared/contract/routes.ts'
import { malformedMembers, noObjects } from '../support/malformed-inputs.ts'

const names = Object.keys(routes) as RouteName[]
let reached = 0
let tried = 0
// Every route has a handler, and none may ever be reached.
const handlers = new Proxy({} as Handlers, { get: () => () => ++reached })
const faults: unknown[] = []
const dispatch = createDispatch(handlers, {
  translate: (error) => error,
  onInternalError: (route, error) => faults.push([route, error]),
})
const { signal } = new AbortController()

describe('malformed input', () => {
  it.each(names)('of %s is refused before any handler sees it', async (name) => {
    const inputs = [...noObjects, ...malformedMembers(name)]
    expect(inputs.length).toBeGreaterThanOrEqual(20)
    const taken: string[] = []
    for (const { what, input } of inputs) {
      const reply = await dispatch(name, input, { signal })
      if (reply.ok || reply.error.code !== 'bad-input') taken.push(what)
      tried++
    }
    expect({ taken, reached, faults }).toEqual({ taken: [], reached: 0, faults: [] })
  })

  afterAll(() =>
    console.info(`malformed calls: ${tried} tried on ${names.length} routes, ${reached} reached a handler`),
  )
})
