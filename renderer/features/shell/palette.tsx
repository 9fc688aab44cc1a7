import { Spotlight, type SpotlightActionData, spotlight } from '@mantine/spotlight'
import { useStore } from 'zustand'
import { useNavigate, useServices } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useProject } from '../../client/use-project.ts'
import { useRoute } from '../../client/use-route.ts'
import { Icon } from '../../ui/icon.tsx'
import { Keys } from '../../ui/marks.tsx'
import { findActions, type PaletteGroup } from './find-actions.ts'
import type { PageLink } from './frame.tsx'
import { groupActions } from './group-actions.ts'

/** Prompts, eval sets and runs of each that the open palette begins with; all of them are found by their names. */
const AT_FIRST = 5

/** Ctrl+K: pages, prompts, eval sets, runs and every action that is offered now. */
export function Palette({ pages }: { readonly pages: readonly PageLink[] }) {
  const { go } = useNavigate()
  const { actions } = useServices()
  const offered = useStore(actions, (store) => store.sources)
  const places = usePlaces()
  useActions([
    {
      id: 'palette',
      label: 'Open the palette',
      group: 'View',
      keys: 'mod+k',
      isHidden: true,
      run: () => spotlight.toggle(),
    },
    ...pages
      .filter(({ name }) => name !== 'export' && name !== 'squeeze')
      .map(({ name, label }) => ({
        id: `page-${name}`,
        label: `Go to ${label}`,
        group: 'Pages',
        // Export and Squeeze need a variant and are filtered out above.
        run: () => go({ page: name as 'prompts' }),
      })),
  ])
  const groups: readonly PaletteGroup<SpotlightActionData>[] = [
    ...[...groupActions(offered)].map(([group, list]) => ({
      group,
      actions: list
        .filter(({ isHidden }) => !isHidden)
        .map(({ id, label, keys, run }) => ({
          id,
          label,
          onClick: run,
          rightSection: keys ? <Keys keys={keys} /> : null,
        })),
    })),
    ...places,
  ]
  return (
    <Spotlight
      actions={[]}
      filter={(query) => findActions(query, groups)}
      shortcut={null}
      nothingFound="Nothing has this name."
      scrollable
      centered={false}
      yOffset={72}
      overlayProps={{ blur: 0, backgroundOpacity: 0.25 }}
      maxHeight={420}
      limit={60}
      transitionProps={{ duration: 0 }}
      attributes={{ content: { 'aria-label': 'Palette' } }}
      searchProps={{
        leftSection: <Icon name="search" />,
        placeholder: 'Go to, or do…',
        'aria-label': 'Search pages, prompts and actions',
        size: 'sm',
      }}
    />
  )
}

function usePlaces(): readonly PaletteGroup<SpotlightActionData>[] {
  const { project } = useProject()
  const { go } = useNavigate()
  const input = project ? { projectId: project.id } : null
  const prompts = useRoute('prompts.list', input)
  const evalSets = useRoute('eval-sets.list', input)
  const runs = useRoute('runs.list', input)
  return [
    {
      group: 'Open a prompt',
      shownAtFirst: AT_FIRST,
      actions: (prompts.data ?? []).map(({ id, name }) => ({
        id: `prompt-${id}`,
        label: name,
        onClick: () => go({ page: 'prompts', promptId: id }),
      })),
    },
    {
      group: 'Open an eval set',
      shownAtFirst: AT_FIRST,
      actions: (evalSets.data ?? []).map(({ id, name }) => ({
        id: `eval-set-${id}`,
        label: name,
        onClick: () => go({ page: 'eval-sets', evalSetId: id }),
      })),
    },
    {
      group: 'Open a run',
      shownAtFirst: AT_FIRST,
      actions: (runs.data ?? []).map(({ id, name }) => ({
        id: `run-${id}`,
        label: name,
        onClick: () => go({ page: 'runs', runId: id }),
      })),
    },
  ]
}
