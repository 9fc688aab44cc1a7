import type { Action, Actions } from '../../client/actions.ts'

/** What holds on every page, or is seldom wanted; before it stands what the page itself offers. */
const LAST = ['Partials and folder', 'Pages', 'Project', 'View', 'Steps', 'Help']

/** The actions that are offered now by their groups, those of the page first. */
export function groupActions(sources: Actions['sources']): ReadonlyMap<string, readonly Action[]> {
  const groups = new Map<string, Action[]>()
  for (const action of [...sources.values()].flat()) {
    const group = groups.get(action.group)
    if (group) group.push(action)
    else groups.set(action.group, [action])
  }
  return new Map([...groups].sort(([one], [other]) => LAST.indexOf(one) - LAST.indexOf(other)))
}
