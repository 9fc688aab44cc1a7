import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { AppError } from '../../../shared/contract/errors.ts'

/** Where the library lies: the option, else PITHY_LIBRARY, else the user's data folder. Makes the folder. */
export function libraryPath(option: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const file = resolve(option ?? env.PITHY_LIBRARY ?? join(dataFolder(env), 'library.sqlite'))
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (cause) {
    throw new AppError(
      'bad-input',
      `The folder of the library cannot be made: ${dirname(file)}. Choose another by --library PATH.`,
      {
        cause,
      },
    )
  }
  return file
}

/** The user's folder for Pithy's data, by each system's convention; all hosts share one library there. */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Pithy')
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Pithy')
  return join(env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'pithy')
}
