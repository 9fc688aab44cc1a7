import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ProviderReply } from '../../../../electron/core/providers/provider.ts'
import { ProviderError } from '../../../../electron/core/providers/provider-error.ts'
import { providers } from '../../../../electron/core/providers/registry.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import type { Protocol } from '../../../support/fake-provider-replies.ts'
import { bodyFaults } from '../../../support/faults/body-faults.ts'
import { callerFaults } from '../../../support/faults/caller-faults.ts'
import { connectionFaults } from '../../../support/faults/connection-faults.ts'
import type { Failed, FaultCase, Settled, Situation } from '../../../support/faults/fault-case.ts'
import { statusFaults } from '../../../support/faults/status-faults.ts'
import { streamFaults } from '../../../support/faults/stream-faults.ts'
import { toolFaults } from '../../../support/faults/tool-faults.ts'
import { fakeCall, fakeModel, fakeRequest } from '../../../support/provider-calls.ts'
import { SocketProviderServer, type SocketScript, type SocketStep } from '../../../support/socket-provider-server.ts'
import { withTurnClock } from '../../../support/with-turn-clock.ts'

const PROMPT = 'The secret plan of the prompt'
const isSoak = process.env.PITHY_SOAK === '1'
const SEED = Number(process.env.PITHY_SEED ?? 20_261_121)
/** Bytes of one packet: all at once, as it is written, a few at a time, or at random. */
const packets = isSoak ? ([null, 1, 7, 53, 'random'] as const) : ([null] as const)

const faults = [...statusFaults, ...connectionFaults, ...bodyFaults, ...streamFaults, ...toolFaults, ...callerFaults]
const callers = [
  ['openai', 'chat'],
  ['openai', 'responses'],
  ['anthropic', 'messages'],
  ...(isSoak ? ([['openai-compatible', 'chat']] as const) : []),
] as const
const situations = callers.flatMap(([id, protocol]) =>
  (['stream', 'whole'] as const).flatMap((form) => packets.map((size) => ({ id, protocol, form, size }))),
)

let server: SocketProviderServer

beforeEach(async () => {
  server = await SocketProviderServer.start()
})

afterEach(() => server.close())

it('has at least 90 faults, each under a name of its own', () => {
  expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
  expect(faults.length).toBeGreaterThanOrEqual(90)
})

describe.each(situations)(`$id, $protocol, $form, packets of $size bytes (seed ${SEED})`, (situation) => {
  const possible = faults.filter((fault) => fault.script(situation) !== null)

  it.each(possible.map((fault) => [fault.name, fault] as const))('%s', async (_name, fault) => {
    const outcome = await outcomeOf(fault, situation)
    const { or, ...rest } = fault
    const isOther = or !== undefined && 'billing' in outcome.result && outcome.result.billing === or.billing
    expect(outcome).toEqual(expectedOf(isOther ? { ...rest, expected: or } : rest, situation))
  })
})

type Case = (typeof situations)[number]

interface Outcome {
  readonly result: Required<Failed> | Required<Settled>
  readonly requests: number
  readonly sends: number
}

async function outcomeOf(fault: FaultCase, at: Case): Promise<Outcome> {
  server.script = inPackets(fault.script(at) ?? { steps: [] }, at.size)
  const abort = new AbortController()
  if (fault.cancel === 'before') abort.abort()
  const provider = providers.get(at.id)
  const { context, sends } = fakeCall(
    provider,
    { url: (await fault.url?.(server.url)) ?? server.url },
    {
      signal: abort.signal,
      ...(fault.key === undefined ? {} : { key: fault.key }),
      ...(fault.cancel === 'first-text' ? { onText: () => abort.abort() } : {}),
      deadlines: { connectMs: 2000, firstByteMs: 2000, idleMs: 2000, totalMs: 5000, ...fault.deadlines },
    },
  )
  const request = fakeRequest({
    messages: [{ role: 'user', content: PROMPT }],
    ...fault.request,
    model: modelFor(at.protocol),
  })
  const asked = () => provider.complete(request, context).then(settledOf, failedOf)
  const result = await (fault.deadlines ? withTurnClock(asked) : asked())
  return { result, requests: server.requests.length, sends: sends() }
}

const MAX_SPLIT_BYTES = 20_000

/** The same bytes in other pieces; long bodies stay whole, they are about length alone. */
function inPackets(script: SocketScript, size: Case['size']): SocketScript {
  if (size === null) return script
  const random = seededRandom(SEED)
  const split = (step: SocketStep): readonly SocketStep[] => {
    if (step.kind !== 'write' || step.bytes.length > MAX_SPLIT_BYTES) return [step]
    const bytes = Buffer.from(step.bytes)
    const pieces: SocketStep[] = []
    for (let at = 0; at < bytes.length; ) {
      const length = size === 'random' ? 1 + Math.floor(random() * 200) : size
      pieces.push({ kind: 'write', bytes: bytes.subarray(at, at + length) })
      at += length
    }
    return pieces
  }
  return { ...script, steps: script.steps.flatMap(split) }
}

function modelFor(protocol: Protocol) {
  return fakeModel(protocol === 'messages' ? {} : { api: protocol })
}

function settledOf({ finishReason, output, usage }: ProviderReply): Required<Settled> {
  const isTold = usage?.inputTokens === 12 && usage.outputTokens === 5 && !usage.isEstimated
  return { finish: finishReason, output, usage: usage === null ? 'none' : isTold ? 'told' : 'wrong' }
}

function failedOf(error: unknown): Required<Failed> {
  if (!(error instanceof ProviderError)) throw error
  // A sentence that says what happened, without the prompt, the key or the provider's words.
  expect(error.message).toMatch(/^[A-Z].*\.$/s)
  expect(error.message).not.toMatch(/secret plan|sk-test|cloudflare|doctype/)
  const { billing, isRetryable, stops, retryAfterMs } = error.failure
  expect(error.message.includes('may have been billed')).toBe(billing === 'unknown')
  // undefined stands for "stops nothing".
  return { code: error.code, billing, isRetryable, stops: stops as 'model', retryAfterMs: retryAfterMs ?? -1 }
}

function expectedOf(fault: FaultCase, at: Situation): Outcome {
  const expected = typeof fault.expected === 'function' ? fault.expected(at) : fault.expected
  const { requests = 1, sends = 1 } = fault
  const result =
    'code' in expected
      ? { stops: undefined as unknown as 'model', retryAfterMs: -1, ...expected }
      : { output: 'Hello there', usage: 'told' as const, ...expected }
  return { result, requests, sends }
}
