import { type Router, shrunkMeans, worthOf } from '../router.ts'
import { largest } from '../routing-rule.ts'

/** Chooses by a case's first tag: what a caller knows anyway, such as the feature that asks. */
export const tagsRouter: Router = {
  id: 'tags',
  label: 'Tags',
  looksAt: 'the case’s first tag',
  fewestCases: 40,
  prepare: (cases) => {
    const tagOf = (index: number) => cases[index]?.tags[0] ?? null
    if (new Set(cases.map(({ tags }) => tags[0] ?? null)).size < 2) return null
    return (train) => {
      const overall = shrunkMeans(cases, train, null)
      const members = new Map<string, number[]>()
      for (const index of train) {
        const tag = tagOf(index)
        if (tag === null) continue
        const known = members.get(tag)
        if (known) known.push(index)
        else members.set(tag, [index])
      }
      const expected = new Map([...members].map(([tag, places]) => [tag, shrunkMeans(cases, places, overall)]))
      return {
        expect: (index) => {
          // As the rule does: the first of its tags that is known.
          const tag = cases[index]?.tags.find((name) => expected.has(name))
          return (tag === undefined ? undefined : expected.get(tag)) ?? overall
        },
        rule: (price) => ({
          kind: 'tags',
          choices: Object.fromEntries(
            [...expected].map(([tag, options]) => [tag, largest(options.map((option) => worthOf(option, price)))]),
          ),
          otherwise: largest(overall.map((option) => worthOf(option, price))),
        }),
      }
    }
  },
}
