import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import {
  createFindClient,
  type FindAnswer,
  type FindQuestion,
} from '../../../../../renderer/features/editor/find/find-client.ts'

const question: FindQuestion = {
  messages: [{ role: 'user', template: 'aaaa' }],
  query: { text: '(a+)+$', isRegex: true, isCaseSensitive: false, isWholeWord: false },
  replacement: null,
}
const found: FindAnswer = { found: [{ messageIndex: 0, start: 0, end: 4 }], problem: null, replaced: null }

interface Said {
  readonly data: FindAnswer
  readonly message?: string
}

class FakeWorker {
  asked = 0
  isEnded = false
  #listener: (event: Said) => void = () => undefined

  postMessage(): void {
    this.asked++
  }

  addEventListener(type: string, listener: (event: Said) => void): void {
    if (type === 'message') this.#listener = listener
  }

  terminate(): void {
    this.isEnded = true
  }

  answer(): void {
    this.#listener({ data: found })
  }
}

const workers: FakeWorker[] = []

function client() {
  return createFindClient(() => {
    const worker = new FakeWorker()
    workers.push(worker)
    return worker
  }, 1000)
}

beforeEach(() => {
  workers.length = 0
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('keeps its worker for the next question', async () => {
  const { ask } = client()
  for (let round = 0; round < 2; round++) {
    const asked = ask(question)
    workers[0]?.answer()
    expect(await asked).toEqual(found)
  }
  expect(workers).toMatchObject([{ asked: 2, isEnded: false }])
})

it('ends a pattern that takes more than a second, says so, and goes on in a new worker', async () => {
  const { ask } = client()
  const slow = ask(question)
  vi.advanceTimersByTime(1001)
  expect(await slow).toMatchObject({ found: [], problem: expect.stringContaining('more than a second') })
  const next = ask(question)
  workers[1]?.answer()
  expect(await next).toEqual(found)
  expect(workers).toMatchObject([{ isEnded: true }, { isEnded: false }])
})

it('ends a question when a later one comes', async () => {
  const { ask } = client()
  const first = ask(question)
  const second = ask(question)
  workers[1]?.answer()
  expect([await first, await second]).toEqual([null, found])
  expect(workers[0]?.isEnded).toBe(true)
})
