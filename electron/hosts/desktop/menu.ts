import { app, Menu, type MenuItemConstructorOptions } from 'electron'
import { z } from 'zod'

/** What the page offers in its palette just now. */
export const OfferedActions = z
  .array(
    z.object({
      id: z.string().min(1).max(200),
      label: z.string().min(1).max(200),
      group: z.string().max(100),
      /** As the palette writes it: "mod+Enter". */
      keys: z.string().max(60).optional(),
    }),
  )
  .max(500)
export type OfferedActions = z.infer<typeof OfferedActions>

type Items = MenuItemConstructorOptions[]

const GO = new Set(['Pages'])
const VIEW = new Set(['View'])
const EDIT = new Set(['Messages', 'Variant', 'Variants'])
const RUN = new Set(['Run', 'Runs', 'Results', 'Squeeze', 'Review', 'Labels'])

/** File, Edit, View, Go, Run, Help: the palette's actions by their groups, and what only a window can do. */
export function setMenu(offered: OfferedActions, act: (id: string) => void): void {
  const isMac = process.platform === 'darwin'
  const isProject = ({ id }: OfferedActions[number]) => id.startsWith('project-')
  const isHelp = ({ id, group }: OfferedActions[number]) => id === 'help' || group === 'Help'
  const others = offered.filter((action) => !isProject(action) && !isHelp(action))
  const isElsewhere = (group: string) => GO.has(group) || VIEW.has(group) || EDIT.has(group) || RUN.has(group)
  const itemsOf = (holds: (group: string) => boolean) =>
    byGroup(
      others.filter(({ group }) => holds(group)),
      act,
    )
  const recent = offered.filter(isProject).slice(0, 12)
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' as const, label: app.name }] : []),
      {
        label: 'File',
        submenu: [
          ...itemsOf((group) => !isElsewhere(group)),
          ...(recent.length === 0
            ? []
            : [
                separator,
                { label: 'Recent projects', submenu: recent.map((one) => toItem(one, act, projectName(one))) },
              ]),
          ...(isMac ? [] : [separator, { role: 'quit' as const }]),
        ],
      },
      {
        label: 'Edit',
        submenu: [
          { role: 'undo' },
          { role: 'redo' },
          separator,
          { role: 'cut' },
          { role: 'copy' },
          { role: 'paste' },
          { role: 'selectAll' },
          ...apart(itemsOf((group) => EDIT.has(group))),
        ],
      },
      {
        label: 'View',
        submenu: [
          ...itemsOf((group) => VIEW.has(group)),
          separator,
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          // The key that people press for "plus" is "=" without Shift; the role's own accelerator does not hear it.
          { role: 'zoomIn', accelerator: 'CommandOrControl+=', visible: false },
          { role: 'zoomOut' },
          separator,
          { role: 'togglefullscreen' },
          ...(app.isPackaged ? [] : [{ role: 'reload' as const }, { role: 'toggleDevTools' as const }]),
        ],
      },
      { label: 'Go', submenu: itemsOf((group) => GO.has(group)) },
      // Nothing to run on a page: no menu that opens empty.
      ...menuOf(
        'Run',
        itemsOf((group) => RUN.has(group)),
      ),
      ...(isMac ? [{ role: 'windowMenu' as const }] : []),
      {
        role: 'help',
        label: 'Help',
        submenu: offered.filter(isHelp).map((action) => toItem(action, act)),
      },
    ]),
  )
}

const separator = { type: 'separator' as const }

/** Groups in the order in which they first appear, with a line between them. */
function byGroup(actions: OfferedActions, act: (id: string) => void): Items {
  const groups = [...Map.groupBy(actions, ({ group }) => group).values()]
  return groups.flatMap((group, index) => [
    ...(index === 0 ? [] : [separator]),
    ...group.map((one) => toItem(one, act)),
  ])
}

function menuOf(label: string, submenu: Items): Items {
  return submenu.length === 0 ? [] : [{ label, submenu }]
}

function apart(items: Items): Items {
  return items.length === 0 ? [] : [separator, ...items]
}

function toItem({ id, label, keys }: OfferedActions[number], act: (id: string) => void, text = label) {
  return {
    id,
    label: text.replaceAll('&', '&&'),
    click: () => act(id),
    // Shown only: the page hears its keys itself, and knows what has the focus.
    ...(keys === undefined || !isAccelerator(keys)
      ? {}
      : { accelerator: toAccelerator(keys), registerAccelerator: false }),
  }
}

/** Keys without a modifier are the page's own, and would be taken from whatever is typed. */
function isAccelerator(keys: string): boolean {
  return /^(mod|alt)\+/.test(keys) && /^[\w+.,=-]+$/.test(keys)
}

function toAccelerator(keys: string): string {
  const names: Readonly<Record<string, string>> = { mod: 'CommandOrControl', alt: 'Alt', shift: 'Shift' }
  return keys
    .split('+')
    .map((part) => names[part] ?? part.replace(/^Arrow/, ''))
    .join('+')
}

function projectName({ label }: OfferedActions[number]): string {
  return label.replace(/^Switch to project /, '')
}
