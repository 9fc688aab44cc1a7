import { expect, it } from 'vitest'
import { readVerdicts } from '../../../../electron/core/evaluate/verdicts/read-verdicts.ts'
import { openTempStore } from '../../../support/temp-store.ts'
import { writeVerdictStates } from '../../../support/verdict-states.ts'

it('says of each state what it is, and what keeps it from being a proof', async () => {
  const { store } = await openTempStore()
  const found: string[] = []
  for (const [name, stored] of writeVerdictStates(store)) {
    const { verdicts } = await readVerdicts(store, stored, { baseline: null, part: 'hold-out' })
    const verdict = verdicts[0]?.verdict
    if (!verdict) throw new Error(`${name} has no verdict.`)
    const { kind, isProven, caveats, sentence } = verdict
    found.push(
      `${name}: ${kind}${isProven ? ', proven' : ''}${caveats.map((caveat) => `, ${caveat}`).join('')}\n  ${sentence}`,
    )
  }
  expect(found.join('\n')).toMatchInlineSnapshot(`
    "proven: not-worse-and-cheaper, proven
      B costs 41 % less (38 to 43) and is not worse than A by more than 3 points (95 %, 240 paired cases, hold-out).
    undecided: cheaper-undecided, proven
      B costs 39 % less (35 to 43); quality against A undecided: about 556 more cases would settle it (95 %, 120 paired cases, hold-out).
    worse: worse, proven
      B is worse than A by more than 3 points: −13.0 points (−20.7 to −5.3); it costs 40 % less (36 to 44) (95 %, 100 paired cases, hold-out).
    no saving: no-saving, proven
      No saving shown: B costs 17 % more (8.9 to 25) than A; quality −1.0 points (−4.7 to +1.8) (95 %, 100 paired cases, hold-out).
    too few cases: cheaper-undecided, few-cases
      Indicative: B costs 47 % less (41 to 52); quality against A undecided: about 451 more cases would settle it (95 %, 40 paired cases, hold-out).
    worn hold-out: not-worse-and-cheaper, worn-hold-out
      Indicative: B costs 38 % less (36 to 41) and is not worse than A by more than 3 points (95 %, 240 paired cases, hold-out).
    critical assertion failed: worse, proven
      B fails the critical assertion "is-json" in 5 of 100 cases where A passes; it costs 43 % less (39 to 47) (95 %, 100 paired cases, hold-out).
    judge unlabelled: not-worse-and-cheaper, judge-not-calibrated
      Indicative: B costs 39 % less (36 to 42) and is not worse than A by more than 3 points (95 %, 240 paired cases, hold-out).
    not judged: not-worse-and-cheaper, many-left-out, judge-not-calibrated
      Indicative: B costs 40 % less (38 to 43) and is not worse than A by more than 3 points (95 %, 222 paired cases, hold-out, 18 cases not judged).
    repeats: not-worse-and-cheaper, proven
      B costs 41 % less (38 to 43) and is not worse than A by more than 3 points (95 %, 80 paired cases, hold-out).
    unpriced: unknown
      No verdict on B against A: one of them is unpriced or cost nothing; enter its price and run again (95 %, 100 paired cases, hold-out).
    one column failed: unknown, many-left-out
      No verdict on B against A: B has no scored answer (95 %, 0 paired cases, hold-out, 100 left out).
    no pairs: unknown, many-left-out
      No verdict on B against A: no case is scored on both sides (95 %, 0 paired cases, hold-out, 100 left out).
    simulation: not-worse-and-cheaper, simulation
      Indicative: B costs 40 % less (38 to 43) and is not worse than A by more than 3 points (95 %, 240 paired cases, hold-out).
    nothing scored: unknown
      No verdict on B against A: no answer of either is scored; give the eval set an assertion, or resume the run if it failed (95 %, 0 paired cases, hold-out, 100 left out)."
  `)
}, 120_000)
