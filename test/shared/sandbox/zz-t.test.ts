import { test } from 'vitest'
import { accuracy, changeSystem, runSample, sampleMessages } from './sample-runs.ts'

test('t', () => {
  const S = 'Review sentiment',
    T = 'Support tickets'
  const f = (n: string, m = sampleMessages(n)) =>
    (['small', 'medium', 'large'] as const)
      .map((s) => {
        const a = runSample(n, s, m)
        return n === S
          ? accuracy(a).toFixed(3)
          : accuracy(a, 'queue').toFixed(3) + '/' + accuracy(a, 'priority').toFixed(3)
      })
      .join('  ')
  console.log('S', f(S))
  console.log('T', f(T))
  const nd = (t: string) => t.replace(/- \*\*(\w+)\*\*: .*/g, '- $1')
  console.log('S nodefs', f(S, changeSystem(sampleMessages(S), nd)))
  console.log('T nodefs', f(T, changeSystem(sampleMessages(T), nd)))
  console.log(
    'S noex',
    f(
      S,
      changeSystem(sampleMessages(S), (t) => t.replace(/\*\*Example 1[\s\S]*?\n\*\*\*/, '***')),
    ),
  )
  console.log(
    'T noex',
    f(
      T,
      changeSystem(sampleMessages(T), (t) => t.replace(/# Examples[\s\S]*(?=# Final)/, '')),
    ),
  )
  console.log(
    'S norules',
    f(
      S,
      changeSystem(sampleMessages(S), (t) => t.replace(/## Important rules[\s\S]*?\*\*\*/, '')),
    ),
  )
  console.log(
    'T norules',
    f(
      T,
      changeSystem(sampleMessages(T), (t) => t.replace(/# Priority rules[\s\S]*(?=# Constraints)/, '')),
    ),
  )
})
