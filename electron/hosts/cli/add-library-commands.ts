import type { Command } from 'commander'

/** `pithy library …`: the file that holds everything. Each command loads its own code. */
export function addLibraryCommands(program: Command): void {
  const library = program.command('library').description("the library's file: back-up, copies, restore, recover, check")

  library
    .command('back-up')
    .description('make a checked copy, also while the library is in use')
    .option('--out <file>', 'and put a second one here')
    .action(async (_options, command) => {
      const { backUpCommand } = await import('./commands/library.ts')
      process.exitCode = await backUpCommand(command.optsWithGlobals())
    })

  library
    .command('copies')
    .description('list the copies, newest first')
    .action(async (_options, command) => {
      const { listCopiesCommand } = await import('./commands/library.ts')
      process.exitCode = listCopiesCommand(command.optsWithGlobals())
    })

  library
    .command('restore')
    .description('put a copy in the place of the library, which is kept as a copy itself')
    .argument('<copy>', 'a name from "pithy library copies", or a file')
    .action(async (copy, _options, command) => {
      const { restoreCommand } = await import('./commands/library.ts')
      process.exitCode = await restoreCommand(copy, command.optsWithGlobals())
    })

  library
    .command('recover')
    .description('make a new library of what can be read of a damaged one, which is kept; 1 where something is lost')
    .action(async (_options, command) => {
      const { recoverCommand } = await import('./commands/library.ts')
      process.exitCode = await recoverCommand(command.optsWithGlobals())
    })

  library
    .command('check')
    .description('read all of the library and say what is wrong with it; 1 where something is')
    .action(async (_options, command) => {
      const { checkLibraryCommand } = await import('./commands/library.ts')
      process.exitCode = await checkLibraryCommand(command.optsWithGlobals())
    })
}
