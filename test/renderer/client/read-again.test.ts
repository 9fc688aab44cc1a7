import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { readAgain } from '../../../renderer/client/read-again.ts'

/** A query whose answers the test gives: `answers[n]` settles its nth read. */
function openQuery() {
  const queries = new QueryClient()
  const answers: ((state: string) => void)[] = []
  const observer = new QueryObserver(queries, {
    queryKey: ['runs.get', { runId: 'one' }],
    queryFn: () => new Promise<string>((resolve) => answers.push(resolve)),
    staleTime: 60_000,
  })
  const close = observer.subscribe(() => undefined)
  return { queries, answers, close, shown: () => observer.getCurrentResult().data }
}

it('asks again after a first read that began before the change', async () => {
  const { queries, answers, close, shown } = openQuery()
  readAgain(queries, (route) => route.startsWith('runs.'))
  readAgain(queries, (route) => route.startsWith('runs.'))
  answers[0]?.('running')
  await expect.poll(() => answers.length).toBe(2)
  answers[1]?.('complete')
  await expect.poll(shown).toBe('complete')
  expect(answers).toHaveLength(2)
  close()
})

it('asks what is on the page at once, and leaves other routes alone', async () => {
  const { queries, answers, close, shown } = openQuery()
  answers[0]?.('running')
  await expect.poll(shown).toBe('running')
  readAgain(queries, (route) => route.startsWith('models.'))
  expect(answers).toHaveLength(1)
  readAgain(queries, (route) => route.startsWith('runs.'))
  expect(answers).toHaveLength(2)
  close()
})
