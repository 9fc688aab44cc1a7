import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { OfferedActions } from '../../../electron/hosts/desktop/menu.ts'
import { type Action, createActions } from '../../../renderer/client/actions.ts'
import { connectMenu } from '../../../renderer/client/desktop-menu.ts'
import type { HostLink } from '../../../renderer/client/host-link.ts'

vi.mock('electron', () => ({}))
beforeEach(() => void vi.useFakeTimers())

function setUp(answer: (offered: unknown) => Promise<void>) {
  onTestFinished(() => void vi.useRealTimers())
  const actions = createActions()
  // What connectMenu uses of it.
  const link = { extras: { offerActions: answer }, onMenuAction: () => {} } as unknown as HostLink
  connectMenu(actions, link)
  const source = Symbol()
  return async (list: readonly Action[]) => {
    actions.getState().set(source, list)
    await vi.runAllTimersAsync()
  }
}

const action = (id: string, label: string): Action => ({ id, label, group: 'Project', run: () => {} })

test('however long names are and however many there are, the host takes what it is offered', async () => {
  const offered: unknown[] = []
  const show = setUp(async (list) => void offered.push(list))
  await show(Array.from({ length: 600 }, (_, index) => action(`project-${index}`, `Open ${'x'.repeat(300)}`)))
  const [taken] = offered.map((list) => OfferedActions.parse(list))
  expect(taken).toHaveLength(500)
  expect(taken?.[0]?.label).toMatch(/^Open x{194}…$/)
})

test('what the host refused is offered again with the next change', async () => {
  let calls = 0
  const show = setUp(async () => {
    calls += 1
    throw new Error('Refused.')
  })
  await show([action('a', 'A')])
  await show([action('a', 'A')])
  expect(calls).toBe(2)
})
