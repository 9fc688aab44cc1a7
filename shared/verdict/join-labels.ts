import type { LabelAgreement } from '../domain/judge-calibration.ts'
import { cohenKappa } from '../stats/cohen-kappa.ts'
import type { LabelPair } from './calibrate-judge.ts'

/** What one person said of an output. */
export interface PersonLabel extends LabelPair {
  /** Which output of which case. */
  readonly output: string
  /** Empty = nobody named. */
  readonly labeller: string
}

export interface JoinedLabels {
  /** One for each output: what most people said of it. */
  readonly pairs: readonly LabelPair[]
  /** Outputs of which as many say yes as no: they are in no pair until one more person decides. */
  readonly split: number
}

/** An output counts once, however many people labelled it: else few outputs would pass for many. */
export function joinLabels(labels: readonly PersonLabel[]): JoinedLabels {
  const byOutput = grouped(labels, ({ output }) => output)
  const pairs: LabelPair[] = []
  let split = 0
  for (const ofOutput of byOutput.values()) {
    const yes = ofOutput.filter(({ human }) => human).length
    const [first] = ofOutput
    if (first === undefined || 2 * yes === ofOutput.length) split++
    else pairs.push({ judge: first.judge, human: 2 * yes > ofOutput.length })
  }
  return { pairs, split }
}

/** How far each two people agree on the outputs that both labelled: no judge can be asked to agree with them more. */
export function labelAgreements(labels: readonly PersonLabel[]): readonly LabelAgreement[] {
  const byPerson = labelsByPerson(labels)
  const people = [...byPerson.keys()]
  return people.flatMap((one, index) =>
    people.slice(index + 1).flatMap((other) => {
      const said = new Map(byPerson.get(one)?.map(({ output, human }) => [output, human]))
      const both = (byPerson.get(other) ?? []).filter(({ output }) => said.has(output))
      if (both.length === 0) return []
      const count = (first: boolean, second: boolean) =>
        both.filter(({ output, human }) => said.get(output) === first && human === second).length
      const table = [
        [count(true, true), count(true, false)],
        [count(false, true), count(false, false)],
      ]
      const { value, interval } = cohenKappa(table)
      return [
        {
          one,
          other,
          labels: both.length,
          agreed: count(true, true) + count(false, false),
          kappa: value,
          kappaInterval: interval === null ? null : { low: interval[0], high: interval[1] },
        },
      ]
    }),
  )
}

/** In the order of each person's first label. */
export function labelsByPerson(labels: readonly PersonLabel[]): ReadonlyMap<string, readonly PersonLabel[]> {
  return grouped(labels, ({ labeller }) => labeller)
}

/** Map.groupBy, which Node 20 has not got. */
function grouped<T>(items: readonly T[], nameOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(nameOf(item))
    if (group) group.push(item)
    else groups.set(nameOf(item), [item])
  }
  return groups
}
