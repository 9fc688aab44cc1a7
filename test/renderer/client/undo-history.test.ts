import { expect, it } from 'vitest'
import { createUndoHistory, type UndoHistory } from '../../../renderer/client/undo-history.ts'

/** Steps as commands make them: doing one again tells of it anew. */
function commands(history: { getState(): UndoHistory }) {
  const log: string[] = []
  function act(message: string): void {
    log.push(message)
    history.getState().add({ message, undo: () => log.push(`not ${message}`), redo: () => act(message) })
  }
  return { log, act }
}

it('takes steps back from the latest on, and does them again in their order', () => {
  const history = createUndoHistory()
  const { log, act } = commands(history)
  act('a')
  act('b')
  history.getState().undo()
  history.getState().undo()
  history.getState().redo()
  history.getState().redo()
  expect(history.getState().redo()).toBeNull()
  history.getState().undo()
  expect(log).toEqual(['a', 'b', 'not b', 'not a', 'a', 'b', 'not b'])
})

it('another step ends what could be done again, and so does one that cannot be', () => {
  const history = createUndoHistory()
  const { act } = commands(history)
  act('a')
  history.getState().undo()
  act('b')
  expect(history.getState().redo()).toBeNull()
  history.getState().add({ message: 'c', undo: () => {}, redo: null })
  history.getState().undo()
  expect(history.getState().redo()).toBeNull()
})

it('forgets what was taken back elsewhere', () => {
  const history = createUndoHistory()
  const step = { message: 'a', undo: () => {}, redo: null }
  history.getState().add(step)
  history.getState().forget(step)
  expect(history.getState().undo()).toBeNull()
})
