import { test } from 'vitest'
import { accuracy, changeSystem, runSample, sampleMessages } from './sample-runs.ts'
test('abl', () => {
  const cut = (name: string, change: (t: string) => string) => {
    const m = changeSystem(sampleMessages(name), change)
    return (['small', 'medium', 'large'] as const).map((s) => { const a = runSample(name, s, m); const k = name === 'Support tickets' ? 'queue' : undefined; return `${s} ${accuracy(a, k).toFixed(3)}${k ? '/' + accuracy(a, 'priority').toFixed(3) : ''}` }).join('  ')
  }
  const S = 'Review sentiment', T = 'Support tickets'
  const noEx = (t: string) => t.replace(/\*\*Example 1[\s\S]*?\n\*\*\*/, '***')
  console.log('base S', cut(S, (t) => t + ' '))
  console.log('S no examples', cut(S, noEx))
  console.log('S no defs', cut(S, (t) => t.replace(/- \*\*positive[\s\S]*?\n\n/, '')))
  console.log('S defs only names', cut(S, (t) => t.replace(/- \*\*(\w+)\*\*:.*/g, '- $1')))
  console.log('S no rules', cut(S, (t) => t.replace(/## Important rules[\s\S]*?\*\*\*/, '')))
  console.log('S no neutral def', cut(S, (t) => t.replace(/- \*\*neutral.*\n/, '')))
  console.log('base T', cut(T, (t) => t + ' '))
  console.log('T no ex', cut(T, (t) => t.replace(/# Examples[\s\S]*# Final/, '# Final')))
  console.log('T no defs', cut(T, (t) => t.replace(/- \*\*billing[\s\S]*?\n\n/, '')))
  console.log('T no prio rules', cut(T, (t) => t.replace(/# Priority rules[\s\S]*?# Con/, '# Con')))
  console.log('T no constraints', cut(T, (t) => t.replace(/# Constraints[\s\S]*?# Output/, '# Output')))
})
