import { type Command, Option } from 'commander'

/** `pithy savings`: where the money goes, what would save, and what broke a limit. Loads its own code. */
export function addSavingsCommand(program: Command): void {
  const collect = (value: string, earlier: readonly string[]) => [...earlier, value]
  program
    .command('savings')
    .description('where the money goes and what would save it, from usage logs and runs; 1 where a limit is broken')
    .option(
      '--log <file>',
      'a usage log (CSV, JSON Lines, JSON) that comes into the library first; repeatable',
      collect,
      [],
    )
    .option(
      '--format <id>',
      'of the log: generic, openai-usage, anthropic-usage, langfuse or litellm; without it, told',
    )
    .option(
      '--map <column=use>',
      'what a column says: time, model, promptTokens, costUsd, tag:feature …; repeatable',
      collect,
      [],
    )
    .option('--run <id>', 'the run that levers are reckoned from; without it, the newest of the project')
    .option('--project <name>', 'whose logs and runs; without it, the project of --run, or "Command line"')
    .option('--tag <name=value>', 'only the rows of a log with this tag')
    .addOption(new Option('--by <unit>', 'over time').choices(['hour', 'day', 'week', 'month']).default('day'))
    .option('--limit <period=usd>', 'day, week or month: 1 where the logs came above it; repeatable', collect, [])
    .option('--out <file>', 'write all of it as a report, too: Markdown (.md) or CSV (.csv) by the ending')
    .option('--fail-on-alert', 'end with 1 also for jumps, new models, changed prices and runs that stand out')
    .action(async (_options, command) => {
      const { savingsCommand } = await import('./commands/savings.ts')
      process.exitCode = await savingsCommand(command.optsWithGlobals())
    })
}
