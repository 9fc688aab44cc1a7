import type { Client } from '../../../shared/contract/client.ts'
import type { ProjectId } from '../../../shared/domain/ids.ts'

/** The project of that name, made where there is none. */
export async function projectNamed(client: Client, name = 'Command line'): Promise<ProjectId> {
  const known = (await client.call('projects.list', {})).find((project) => project.name === name)
  return (known ?? (await client.call('projects.create', { name }))).id
}
