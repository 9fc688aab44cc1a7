import { expect, test } from 'vitest'
import { type RateCaps, RateGate } from '../../../../../electron/core/evaluate/calls/rate-gate.ts'

const NONE: RateCaps = { requests: null, tokens: null }

/** Sends as fast as the gate allows until the time is over; gives when each request went out. */
function sendFor(
  gate: RateGate,
  durationMs: number,
  { tokens = 0, fromMs = 0, refuseAbove = Number.POSITIVE_INFINITY } = {},
) {
  const sent: number[] = []
  let refusals = 0
  let nowMs = fromMs
  while (nowMs < fromMs + durationMs) {
    const waitMs = gate.take(tokens, nowMs)
    nowMs += Math.max(waitMs, 10)
    sent.push(nowMs)
    gate.ended({ taken: tokens, used: tokens })
    if (sent.filter((atMs) => atMs > nowMs - 60_000).length > refuseAbove) {
      refusals++
      gate.refused(nowMs)
    }
  }
  return { sent, refusals, nowMs }
}

test('lets everything through where no limit is known', () => {
  const gate = new RateGate(NONE)
  expect(Array.from({ length: 1000 }, () => gate.take(1e6, 0))).toEqual(Array(1000).fill(0))
})

test("keeps to the user's requests per minute, after a burst of a tenth of them", () => {
  const { sent } = sendFor(new RateGate({ requests: 60, tokens: null }), 10 * 60_000)
  expect(sent.filter((atMs) => atMs <= 1000).length).toBeLessThanOrEqual(8)
  expect(sent.length).toBeGreaterThan(590)
  expect(sent.length).toBeLessThan(612)
})

test('keeps to the tokens per minute, also with requests that are larger than the bucket', () => {
  const { sent } = sendFor(new RateGate({ requests: null, tokens: 6000 }), 10 * 60_000, { tokens: 2000 })
  expect(sent.length).toBeGreaterThanOrEqual(29)
  expect(sent.length).toBeLessThanOrEqual(32)
})

test('gives back the tokens that a request did not use', () => {
  const gate = new RateGate({ requests: null, tokens: 60_000 })
  expect(gate.take(6000, 0)).toBe(0)
  gate.ended({ taken: 6000, used: 1000 })
  expect(gate.take(5000, 0)).toBe(0)
})

test('sends no more than the server says is left, counting what is under way, until its reset', () => {
  const gate = new RateGate(NONE)
  for (let call = 0; call < 5; call++) gate.take(0, 0)
  gate.ended({ taken: 0, used: 0 })
  gate.told({ remainingRequests: 6, remainingTokens: null, resetMs: 8000 }, 1000)
  expect([gate.take(0, 1000), gate.take(0, 1000), gate.take(0, 1000)]).toEqual([0, 0, 8000])
  expect(gate.take(0, 9000)).toBe(0)
})

test('waits for tokens that the server says are used up', () => {
  const gate = new RateGate(NONE)
  gate.told({ remainingRequests: null, remainingTokens: 500, resetMs: 3000 }, 0)
  expect([gate.take(400, 0), gate.take(400, 0)]).toEqual([0, 3000])
})

test('finds the rate that a server allows without telling, and stays close to it', () => {
  const gate = new RateGate(NONE)
  const allowed = 300
  const start = sendFor(gate, 60_000, { refuseAbove: allowed })
  const { sent, refusals } = sendFor(gate, 30 * 60_000, { fromMs: start.nowMs, refuseAbove: allowed })
  const perMinute = sent.length / 30
  expect(perMinute).toBeGreaterThan(allowed * 0.6)
  expect(perMinute).toBeLessThan(allowed * 1.2)
  expect(refusals / sent.length).toBeLessThan(0.1)
})

test('many refusals of one moment lower the rate once, and the limit is forgotten after quiet minutes', () => {
  const gate = new RateGate(NONE)
  const { nowMs } = sendFor(gate, 10_000)
  gate.refused(nowMs)
  const once = gate.requestsPerMinute
  expect(once).toBeGreaterThan(1000)
  for (let more = 0; more < 50; more++) gate.refused(nowMs)
  expect(gate.requestsPerMinute).toBe(once)
  gate.take(0, nowMs + 300_000)
  expect(gate.requestsPerMinute).toBeNull()
})

test('a refusal after a few calls only says nothing about the rate', () => {
  const gate = new RateGate(NONE)
  gate.take(0, 0)
  gate.refused(60_000)
  expect(gate.requestsPerMinute).toBeNull()
})

test('a clock that is set back neither frees nor blocks', () => {
  const gate = new RateGate({ requests: 60, tokens: null })
  for (let call = 0; call < 6; call++) gate.take(0, 100_000)
  expect(gate.take(0, 0)).toBeCloseTo(1000)
  expect(gate.take(0, 1000)).toBeCloseTo(1000)
})

test('tells how long to wait without taking a place, so that whoever waits elsewhere still finds it', () => {
  const gate = new RateGate({ requests: 600, tokens: null })
  for (let count = 0; count < 60; count++) gate.take(0, 0)
  expect([gate.waitMs(0, 0), gate.waitMs(0, 0), gate.waitMs(0, 60)]).toEqual([100, 100, 40])
  expect([gate.waitMs(0, 100), gate.take(0, 100), gate.waitMs(0, 100)]).toEqual([0, 0, 100])
})

test('lets nothing through during a pause; a shorter one does not end a longer one, nor does a clock that is set back', () => {
  const gate = new RateGate(NONE)
  gate.pause(1000, 5000)
  gate.pause(100, 5000)
  expect([gate.waitMs(0, 5400), gate.waitMs(0, 6000)]).toEqual([600, 0])
  gate.pause(1000, 9_000_000)
  expect([gate.waitMs(0, 1000), gate.waitMs(0, 1500), gate.waitMs(0, 2000)]).toEqual([1000, 500, 0])
})
