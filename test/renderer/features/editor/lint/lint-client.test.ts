import { expect, it } from 'vitest'
import { createLintClient, type LintWorker } from '../../../../../renderer/features/editor/lint/lint-client.ts'
import type { LintReply, LintRequest } from '../../../../../renderer/features/editor/lint/lint-protocol.ts'
import { LintSession } from '../../../../../renderer/features/editor/lint/lint-session.ts'
import { plainSetting } from '../../../../../shared/lint/lint-setting.ts'

/** A worker that answers when it is told to. */
function heldWorker() {
  const session = new LintSession()
  const requests: LintRequest[] = []
  let reply: (event: { readonly data: LintReply }) => void = () => {}
  const worker: LintWorker = {
    postMessage: (request) => requests.push(request),
    addEventListener: (type: string, listener: unknown) => {
      // The two overloads differ in the event alone.
      if (type === 'message') reply = listener as typeof reply
    },
    terminate: () => {},
  }
  let answered = 0
  return {
    worker,
    requests,
    answer() {
      const request = requests[answered++]
      if (request) reply({ data: session.receive(request) })
    },
  }
}

const message = (template: string) => [{ role: 'user' as const, template }]

it('sends a text once, and finds in it what is there', async () => {
  const { worker, requests, answer } = heldWorker()
  const client = createLintClient(worker)
  const first = client.look(message('Please answer briefly.'), plainSetting)
  answer()
  expect((await first)?.map(({ ruleId }) => ruleId)).toContain('pleasantries')
  const again = client.look(message('Please answer briefly.'), plainSetting)
  answer()
  expect(requests[1]?.messages[0]?.template).toBeNull()
  expect(await again).toEqual(await first)
})

it('keeps only the newest of the looks that wait', async () => {
  const { worker, requests, answer } = heldWorker()
  const client = createLintClient(worker)
  const first = client.look(message('One.'), plainSetting)
  const second = client.look(message('Two.'), plainSetting)
  const third = client.look(message('Please answer in three words.'), plainSetting)
  expect(await second).toBeNull()
  answer()
  expect(await first).toEqual([])
  answer()
  expect((await third)?.length).toBeGreaterThan(0)
  expect(requests).toHaveLength(2)
})
