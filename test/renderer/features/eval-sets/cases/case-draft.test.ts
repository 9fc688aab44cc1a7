import { expect, test } from 'vitest'
import { contentOf, draftOf } from '../../../../../renderer/features/eval-sets/cases/case-draft.ts'

const content = {
  variables: { review: 'Fine.', meta: { stars: 4 }, count: 3 },
  expected: 'positive',
  tags: ['short'],
  weight: 2,
}

test('a case that nobody changed is saved exactly as it was, values that are not text included', () => {
  expect(contentOf(draftOf(content, ['review', 'meta', 'count', 'other']))).toEqual(content)
})

test('an emptied expected answer means that the case has none', () => {
  expect(contentOf({ ...draftOf(content, []), expected: '' })?.expected).toBeNull()
})

test('a variable that the case lacks is added only when something was typed into it', () => {
  const draft = draftOf(content, ['other'])
  const typed = draft.variables.map((one) => (one.name === 'other' ? { ...one, text: 'x' } : one))
  expect(contentOf({ ...draft, variables: typed })?.variables).toEqual({ ...content.variables, other: 'x' })
})

test('a value that is edited as JSON cannot be saved while it is no JSON', () => {
  const draft = draftOf(content, [])
  const broken = draft.variables.map((one) => (one.name === 'meta' ? { ...one, text: '{"stars": ' } : one))
  expect(contentOf({ ...draft, variables: broken })).toBeNull()
})

test('a new case has every variable of the set, empty ones too, so that a prompt can be filled in', () => {
  expect(contentOf(draftOf(null, ['a', 'b']))).toEqual({
    variables: { a: '', b: '' },
    expected: null,
    tags: [],
    weight: 1,
  })
})
