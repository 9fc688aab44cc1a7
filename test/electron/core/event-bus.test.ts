import { expect, it } from 'vitest'
import { createEventBus } from '../../../electron/core/event-bus.ts'
import { fakePorts } from '../../support/fake-ports.ts'

function withBus() {
  const { ports, errors } = fakePorts('')
  return { bus: createEventBus(ports.log), errors }
}

it('gives every listener the payload until it ends its subscription, even during a delivery', () => {
  const { bus } = withBus()
  const seen: string[] = []
  const stop = bus.subscribe('library.changed', ({ kind }) => {
    seen.push(`once ${kind}`)
    stop()
  })
  bus.subscribe('library.changed', ({ kind }) => seen.push(`always ${kind}`))
  bus.publish('library.changed', { kind: 'runs' })
  bus.publish('library.changed', { kind: 'models' })
  expect(seen).toEqual(['once runs', 'always runs', 'always models'])
})

it('logs a listener that throws and hurts neither the publisher nor the others', () => {
  const { bus, errors } = withBus()
  const seen: string[] = []
  const failure = new Error('window is gone')
  bus.subscribe('library.changed', () => {
    throw failure
  })
  bus.subscribe('library.changed', ({ kind }) => seen.push(kind))
  bus.publish('library.changed', { kind: 'runs' })
  expect(seen).toEqual(['runs'])
  expect(errors).toEqual([{ message: 'A listener of "library.changed" failed.', error: failure }])
})

it('keeps two subscriptions of one function apart', () => {
  const { bus } = withBus()
  let calls = 0
  const listener = () => {
    calls++
  }
  const stop = bus.subscribe('library.changed', listener)
  bus.subscribe('library.changed', listener)
  bus.publish('library.changed', { kind: 'runs' })
  stop()
  stop()
  bus.publish('library.changed', { kind: 'runs' })
  expect(calls).toBe(3)
})
