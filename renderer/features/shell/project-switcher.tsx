import { Menu } from '@mantine/core'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { Project } from '../../../shared/domain/prompt.ts'
import { useNavigate } from '../../client/services.tsx'
import { useActions } from '../../client/use-actions.ts'
import { useCommand } from '../../client/use-command.ts'
import { useProject } from '../../client/use-project.ts'
import { useRoute } from '../../client/use-route.ts'
import { Icon } from '../../ui/icon.tsx'
import { Tag } from '../../ui/marks.tsx'
import { notifyUndo } from '../../ui/notify.tsx'
import { useNameDialog } from '../../ui/use-name-dialog.tsx'
import { useBundles } from './bundle/use-bundles.tsx'
import styles from './rail.module.css'

/** Which project everything else is about; new, rename, archive and bring back. */
export function ProjectSwitcher({ isFolded }: { readonly isFolded: boolean }) {
  const { project, projects, choose } = useProject()
  const { go } = useNavigate()
  const withArchived = useRoute('projects.list', { withArchived: true })
  const create = useCommand('projects.create')
  const rename = useCommand('projects.rename')
  const archive = useCommand('projects.archive')
  const { askName, dialog } = useNameDialog()
  const bundles = useBundles()
  const archived = withArchived.data?.filter(({ archivedAt }) => archivedAt !== null) ?? []

  function open({ id }: Project): void {
    choose(id)
    go({ page: 'prompts' })
  }

  async function createProject(): Promise<void> {
    const name = await askName({ title: 'New project', label: 'Project name', verb: 'Create' })
    const created = name ? await create.run({ name }) : null
    if (created) open(created)
  }

  async function renameProject(target: Project): Promise<void> {
    const name = await askName({ title: 'Rename project', label: 'Project name', verb: 'Rename', value: target.name })
    if (name) await rename.run({ projectId: target.id, name })
  }

  async function archiveProject(target: Project): Promise<void> {
    const next = projects.find(({ id }) => id !== target.id)
    if (!(await archive.run({ projectId: target.id, isArchived: true }))) return
    if (next) open(next)
    notifyUndo(`Archived project "${target.name}".`, () => void restore(target), {
      redo: () => void archiveProject(target),
    })
  }

  async function restore(target: Project): Promise<void> {
    const restored = await archive.run({ projectId: target.id, isArchived: false })
    if (restored) open(restored)
  }

  useActions([
    { id: 'new-project', label: 'New project…', group: 'Project', run: () => void createProject() },
    ...projects
      .filter(({ id }) => id !== project?.id)
      .map((other) => ({
        id: `project-${other.id}`,
        label: `Switch to project ${other.name}`,
        group: 'Project',
        run: () => open(other),
      })),
  ])

  return (
    <>
      <Menu width={280}>
        <Menu.Target>
          <button
            type="button"
            className={styles.switcher}
            aria-label={`Project: ${project?.name ?? 'none'}`}
            title={project?.name}
            data-testid="project-switcher"
          >
            {isFolded ? (
              <Icon name="projects" />
            ) : (
              <>
                <span className={styles.projectName}>{project?.name ?? 'No project'}</span>
                <Icon name="chevron-down" size={12} />
              </>
            )}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Projects</Menu.Label>
          {projects.map((item) => (
            <Menu.Item
              key={item.id}
              onClick={() => open(item)}
              leftSection={item.id === project?.id ? <Icon name="check" size={14} /> : <span style={{ width: 14 }} />}
              rightSection={item.isSample ? <Tag>sample</Tag> : null}
            >
              <span className={styles.menuName}>{item.name}</span>
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="add" size={14} />} onClick={() => void createProject()}>
            New project…
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="upload" size={14} />} onClick={bundles.askImport}>
            Import bundle…
          </Menu.Item>
          {project ? (
            <>
              <Menu.Item leftSection={<Icon name="edit" size={14} />} onClick={() => void renameProject(project)}>
                Rename this project…
              </Menu.Item>
              <Menu.Item
                leftSection={<span className={styles.menuSign}>$</span>}
                onClick={() => go({ page: 'settings' })}
                rightSection={
                  <span className="muted">
                    {project.budgetNanoUsd === null ? 'none' : formatUsd(project.budgetNanoUsd)}
                  </span>
                }
              >
                Budget of this project…
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="download" size={14} />} onClick={bundles.askExport}>
                Export bundle…
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="archive" size={14} />} onClick={() => void archiveProject(project)}>
                Archive this project
              </Menu.Item>
            </>
          ) : null}
          {archived.length > 0 ? <Menu.Label>Archived: choose one to bring it back</Menu.Label> : null}
          {archived.map((item) => (
            <Menu.Item key={item.id} onClick={() => void restore(item)}>
              <span className={styles.menuName}>{item.name}</span>
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {dialog}
      {bundles.dialogs}
    </>
  )
}
