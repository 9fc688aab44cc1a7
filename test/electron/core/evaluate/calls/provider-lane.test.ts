import { expect, test } from 'vitest'
import { ProviderLane } from '../../../../../electron/core/evaluate/calls/provider-lane.ts'
import { turn } from '../../../../support/engine-bench.ts'

const never = new AbortController().signal

function lane(limit: number) {
  let nowMs = 0
  const sleeping: { untilMs: number; wake: () => void }[] = []
  const clock = {
    now: () => nowMs,
    sleep: (ms: number) => new Promise<void>((wake) => sleeping.push({ untilMs: nowMs + ms, wake })),
  }
  const advance = async (ms: number) => {
    nowMs += ms
    for (const { untilMs, wake } of sleeping) if (untilMs <= nowMs) wake()
    await turn()
  }
  return { lane: new ProviderLane(limit, clock, never), advance }
}

async function enter(to: ProviderLane, entered: string[], name: string, signal = never): Promise<() => void> {
  const leave = await to.enter(signal)
  entered.push(name)
  return leave
}

test('lets so many in at once, the others in their order, and ignores a place given back twice', async () => {
  const { lane: own } = lane(2)
  const entered: string[] = []
  const places = ['a', 'b', 'c', 'd'].map((name) => enter(own, entered, name))
  await turn()
  expect(entered).toEqual(['a', 'b'])
  const leave = await places[0]
  leave?.()
  leave?.()
  await turn()
  expect(entered).toEqual(['a', 'b', 'c'])
})

test('lets nobody in during a pause, and a shorter pause does not end a longer one', async () => {
  const { lane: own, advance } = lane(5)
  const entered: string[] = []
  own.pause(1000)
  own.pause(100)
  void enter(own, entered, 'a')
  await advance(500)
  expect(entered).toEqual([])
  await advance(500)
  expect(entered).toEqual(['a'])
})

test('a caller that gives up leaves the queue and takes no place', async () => {
  const { lane: own } = lane(1)
  const entered: string[] = []
  const leave = await enter(own, entered, 'a')
  const abort = new AbortController()
  const given = enter(own, entered, 'b', abort.signal)
  const waiting = enter(own, entered, 'c')
  abort.abort(new Error('gone'))
  await expect(given).rejects.toThrow('gone')
  leave()
  await waiting
  expect(entered).toEqual(['a', 'c'])
})

test('a raised limit admits who waits', async () => {
  const { lane: own } = lane(1)
  const entered: string[] = []
  await enter(own, entered, 'a')
  void enter(own, entered, 'b')
  own.setLimit(2)
  await turn()
  expect(entered).toEqual(['a', 'b'])
})
