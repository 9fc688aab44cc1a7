import { Command, CommanderError } from 'commander'
import { AppError } from '../../../shared/contract/errors.ts'
import { addLibraryCommands } from './add-library-commands.ts'
import { addSavingsCommand } from './add-savings-command.ts'
import { exitCode } from './exit-code.ts'

declare const __APP_VERSION__: string

const program = new Command('pithy')
  .description('Prompt optimization workbench: run evaluations, export winners, write reports.')
  .version(__APP_VERSION__)
  .option('--library <path>', 'the library to work on (also PITHY_LIBRARY)')
  .option('--json', 'write the result as JSON to stdout')
  .exitOverride()
  .showHelpAfterError()

// Every command loads its own code, so that `--version` and `--help` answer at once.
program
  .command('run')
  .description('run one or more plan files (YAML or JSON)')
  .argument('<plan...>', 'plan files')
  .option('--base <folder>', "resolve the plan's file references in this folder instead of its own")
  .option('--provider <id=url>', 'use another address for a provider of the plan; repeatable', collect, [])
  .option('--report <file>', 'also write an HTML report; with several plans, one file each, numbered')
  .option('--budget <usd>', 'hard limit of what each run may spend')
  .option('--baseline <column>', 'what verdicts are against: a variant, or variant@model; without it, the first column')
  .option('--confirm', 'look at the hold-out cases for the verdicts; each look is counted')
  .option('--batch', "submit over the providers' batch APIs at their batch price, and collect later")
  .option('--flex', "ask for the providers' slower flex service at its price")
  .option('--tag <name=value>', 'what its calls are for: budgets of a tag count them; repeatable', collect, [])
  .option('--early-stop', 'end an answer as soon as it cannot pass any more; its usage is then an estimate')
  .option('--preview', 'tell calls, tokens, cost and time, and send nothing')
  .option('--allow-javascript', "let the plan's JavaScript assertions run, in a sandbox; else they are refused")
  .action(async (plans, _options, command) => {
    const { runCommand } = await import('./commands/run.ts')
    process.exitCode = await runCommand(plans, command.optsWithGlobals())
  })

program
  .command('resume')
  .description('finish an incomplete run: only what is missing or failed is sent')
  .argument('<run>', 'the id of the run')
  .option('--pay-again', 'also ask again where an earlier attempt may have been billed')
  .option('--budget <usd>', 'a new hard limit of what the run may spend')
  .action(async (run, _options, command) => {
    const { resumeCommand } = await import('./commands/resume.ts')
    process.exitCode = await resumeCommand(run, command.optsWithGlobals())
  })

const prices = program.command('prices').description('the price book: import')

prices
  .command('import')
  .description("show what a price list (LiteLLM's or models.dev's JSON) would change; with --yes, change it")
  .argument('<file>', 'the list')
  .option('--format <id>', 'litellm or models-dev; without it, told by the content')
  .option('--read-on <date>', 'the day that the list was read, as YYYY-MM-DD; without it, today')
  .option('--new', 'also take models that are not in the catalog yet')
  .option('--own', 'also replace entries of your own')
  .option('--yes', 'take the changes; without it nothing is changed')
  .action(async (file, _options, command) => {
    const { importPricesCommand } = await import('./commands/import-prices.ts')
    process.exitCode = await importPricesCommand(file, command.optsWithGlobals())
  })

for (const [name, mode, description] of [
  ['optimize', 'standard', "make a plan's first prompt cheaper, and confirm on hold-out cases that it is not worse"],
  [
    'compress',
    'quick',
    "shorten a plan's first prompt without asking its cases: every gate holds, quality is unverified",
  ],
] as const) {
  program
    .command(name)
    .description(description)
    .argument('[plan]', 'a plan file (YAML or JSON)')
    .option(
      '--mode <mode>',
      'squeeze: quick (no case is asked), frugal (at most 300 calls) or standard (at most 1,300); look for better and cheaper: light (300), medium (800) or heavy (2,000)',
      mode,
    )
    .option('--may-add-rules', 'light, medium, heavy: a part may say more than it did, where failing cases ask for it')
    .option('--max-tokens <count>', 'light, medium, heavy: no prompt longer than this')
    .option('--budget <usd>', 'hard limit of what it may spend')
    .option('--seed <number>', 'the order of cases and cuts: the same seed takes the same way', '1')
    .option('--base <folder>', "resolve the plan's file references in this folder instead of its own")
    .option('--project <name>', 'instead of a plan: the first prompt and eval set of this project')
    .option('--model <id>', "the model that answers the cases; without it the plan's first one")
    .option('--rewriter <id>', 'the small model that rewords; without it the same model')
    .option('--judge <id>', "the model that judges where an assertion asks one and names none; without it the plan's")
    .action(async (plan, _options, command) => {
      const { optimizeCommand } = await import('./commands/optimize.ts')
      process.exitCode = await optimizeCommand(plan, command.optsWithGlobals())
    })
}

const batch = program.command('batch').description('what waits with the batch APIs: status, collect, cancel')

batch
  .command('status')
  .description('show batches as they were last seen')
  .argument('[run]', 'the id of the run; without it, all')
  .action(async (run, _options, command) => {
    const { batchStatusCommand } = await import('./commands/batch.ts')
    process.exitCode = await batchStatusCommand(run, command.optsWithGlobals())
  })

batch
  .command('collect')
  .description('ask the providers, and store what has come')
  .argument('[run]', 'the id of the run; without it, every run that waits')
  .option('--wait', 'ask again once a minute until nothing is missing')
  .action(async (run, _options, command) => {
    const { batchCollectCommand } = await import('./commands/batch.ts')
    process.exitCode = await batchCollectCommand(run, command.optsWithGlobals())
  })

batch
  .command('cancel')
  .description('ask the providers to stop the batches of a run; what is answered stays billed')
  .argument('<run>', 'the id of the run')
  .action(async (run, _options, command) => {
    const { batchCancelCommand } = await import('./commands/batch.ts')
    process.exitCode = await batchCancelCommand(run, command.optsWithGlobals())
  })

program
  .command('lint')
  .description('say what a prompt could do without and what is wrong with it; needs no key and sends nothing')
  .argument('<file>', 'a prompt (text, or JSON with messages) or a plan (YAML or JSON)')
  .option('--model <id>', "count and price for this model; without it the plan's first one")
  .option('--calls-per-day <count>', 'for the figures per month', '10000')
  .option('--fail-on <class>', 'end with 1 where a finding is of this class or a surer one: R0, R1 or R2')
  .action(async (file, _options, command) => {
    const { lintCommand } = await import('./commands/lint.ts')
    process.exitCode = await lintCommand(file, command.optsWithGlobals())
  })

program
  .command('import')
  .description(
    "show what is understood of another tool's file or folder, and take it with --yes; or, with --answers, make a run of recorded answers",
  )
  .argument('[path]', 'a promptfoo configuration or its folder, its results (JSON), a table of cases, or a prompt file')
  .option('--yes', 'take it')
  .option('--answers <file>', 'a table of cases and their answers: becomes a run; sends and spends nothing')
  .option('--prompt <file>', 'the prompt that was answered (text, or JSON with messages)')
  .option('--project <name>', 'where it goes; without it, "Command line"')
  .option('--name <name>', 'of the run, the prompt or the eval set')
  .option('--output <column=model>', 'where answers are; repeatable; without it, told by the names', collect, [])
  .option('--score <column=model>', 'their scores (0 to 1, true or false); repeatable', collect, [])
  .option('--cost <column=model>', 'what each cost, in dollars; repeatable', collect, [])
  .option('--latency <column=model>', 'how long each took, in milliseconds; repeatable', collect, [])
  .option('--prompt-tokens <column=model>', 'how long each prompt was; with --output-tokens; repeatable', collect, [])
  .option('--output-tokens <column=model>', 'how long each answer was; repeatable', collect, [])
  .option('--sheet <name>', 'of an Excel workbook; without it, the first that is not empty')
  .option('--graders <file>', "graders of OpenAI's hosted Evals (JSON), for the eval set's assertions")
  .option('--column <column=use>', 'expected, assertion, tag, weight, ignore or a variable; repeatable', collect, [])
  .option(
    '--assert <type:value>',
    'scores answers without a score, such as equals:{{expected}}; repeatable',
    collect,
    [],
  )
  .action(async (place, _options, command) => {
    const { importCommand } = await import('./commands/import.ts')
    process.exitCode = await importCommand(place, command.optsWithGlobals())
  })

program
  .command('gate')
  .description(
    "hold a plan's prompts to the limits of pithy.yaml and to a baseline; 1 where one is broken, 3 where one is open",
  )
  .argument('<plan>', 'a plan file (YAML or JSON)')
  .option('--baseline <file-or-run>', 'a snapshot or a run: no prompt may be worse than it was there')
  .option('--config <file>', 'the limits, instead of pithy.yaml beside the plan')
  .option('--tokens-only', 'check what needs no key and no call, and leave out the rest')
  .option('--shard <i/n>', 'ask only this share of the cases, and judge later by merge; needs --out')
  .option('--out <file>', 'write the snapshot of the run (of a shard: its part) here')
  .option('--summary <file>', 'write a Markdown summary for the pull request here')
  .option('--junit <file>', 'write the checks as JUnit XML here')
  .option('--base <folder>', "resolve the plan's file references in this folder instead of its own")
  .option('--provider <id=url>', 'use another address for a provider of the plan; repeatable', collect, [])
  .option('--budget <usd>', 'hard limit of what the run may spend')
  .option('--allow-javascript', "let the plan's JavaScript assertions run, in a sandbox; else they are refused")
  .action(async (plan, _options, command) => {
    const { gateCommand } = await import('./commands/gate.ts')
    process.exitCode = await gateCommand(plan, command.optsWithGlobals())
  })

program
  .command('merge')
  .description('put the parts of a sharded gate together, and judge them')
  .argument('<part...>', 'what "pithy gate --shard i/n --out FILE" wrote, one file for each shard')
  .option('--baseline <file-or-run>', 'a snapshot or a run: no prompt may be worse than it was there')
  .option('--out <file>', 'write the whole as a snapshot here')
  .option('--summary <file>', 'write a Markdown summary for the pull request here')
  .option('--junit <file>', 'write the checks as JUnit XML here')
  .action(async (parts, _options, command) => {
    const { mergeCommand } = await import('./commands/merge.ts')
    process.exitCode = await mergeCommand(parts, command.optsWithGlobals())
  })

program
  .command('snapshot')
  .description('write the golden baseline of a gate: the results of a plan or of a run, by case, without any text')
  .argument('<plan-or-run>', 'a plan file, which is run, or the id of a finished run')
  .option('--out <file>', 'where to', 'pithy-baseline.json')
  .option('--base <folder>', "resolve the plan's file references in this folder instead of its own")
  .option('--provider <id=url>', 'use another address for a provider of the plan; repeatable', collect, [])
  .option('--budget <usd>', 'hard limit of what the run may spend')
  .option('--allow-javascript', "let the plan's JavaScript assertions run, in a sandbox; else they are refused")
  .action(async (source, _options, command) => {
    const { snapshotCommand } = await import('./commands/snapshot.ts')
    process.exitCode = await snapshotCommand(source, command.optsWithGlobals())
  })

program
  .command('choose')
  .description("of a run's variants and models, name the cheapest that is not worse than the baseline; 1 where none is")
  .argument('<run>', 'the id of the run')
  .option(
    '--baseline <column>',
    'what they are held against: a variant, or variant@model; without it, the first column',
  )
  .option('--confirm', 'look at the hold-out cases; each look is counted')
  .action(async (run, _options, command) => {
    const { chooseCommand } = await import('./commands/choose.ts')
    process.exitCode = await chooseCommand(run, command.optsWithGlobals())
  })

program
  .command('runs')
  .description('list the runs in the library')
  .action(async (_options, command) => {
    const { listRunsCommand } = await import('./commands/list-runs.ts')
    process.exitCode = await listRunsCommand(command.optsWithGlobals())
  })

program
  .command('export')
  .description("write a run's variant as a template or as code")
  .argument('<run>', 'the id of the run')
  .requiredOption('--variant <label>', 'the variant, by its letter or its name in the run')
  .requiredOption(
    '--format <id>',
    'promptfoo, openai-json, openai-responses-json, openai-batch, anthropic-json, anthropic-batch, prompty, prompty-v2, dotprompt, langchain, langfuse, litellm, jinja, mustache, python, typescript or markdown',
  )
  .option('--model <id>', "the model to call, of the run or any other; without it, the run's only model")
  .option('--out <file>', 'write here instead of stdout')
  .action(async (run, _options, command) => {
    const { exportCommand } = await import('./commands/export.ts')
    process.exitCode = await exportCommand(run, command.optsWithGlobals())
  })

program
  .command('import-prompt')
  .description("show what is understood of another tool's prompt file, and take it as a new prompt with --yes")
  .argument(
    '<file>',
    'text, Markdown, OpenAI or Anthropic JSON, .prompty, .prompt, LangChain, Langfuse, Jinja or Mustache',
  )
  .option(
    '--format <id>',
    'by what to read it; without it, by its name and shape (f-string is only read when asked for)',
  )
  .option('--project <name>', 'where it goes; without it, the first project')
  .option('--yes', 'take it')
  .action(async (file, _options, command) => {
    const { importPromptCommand } = await import('./commands/import-prompt.ts')
    process.exitCode = await importPromptCommand(file, command.optsWithGlobals())
  })

const bundle = program.command('bundle').description('a project as one file: export, import')

bundle
  .command('export')
  .description(
    'write a project with its prompts, eval sets and runs as one file (a ZIP of plain files); keys are never in it',
  )
  .argument('<project>', 'its name')
  .option('--out <file>', "where to; without it, the project's name with .pithy")
  .option('--no-runs', 'leave the runs out')
  .action(async (project, _options, command) => {
    const { exportBundleCommand } = await import('./commands/bundle.ts')
    process.exitCode = await exportBundleCommand(project, command.optsWithGlobals())
  })

bundle
  .command('import')
  .description('show what a bundle holds, and take it in with --yes, as a project of its own or into another')
  .argument('<file>', 'what "pithy bundle export" or "Export bundle…" wrote')
  .option('--into <project>', 'join what is there: only what is missing is added')
  .option('--name <name>', 'what the new project is called; without it, as it was')
  .option('--partials <which>', 'where both have a partial of one name: keep this text, or replace it', 'keep')
  .option('--yes', 'take it in')
  .action(async (file, _options, command) => {
    const { importBundleCommand } = await import('./commands/bundle.ts')
    process.exitCode = await importBundleCommand(file, command.optsWithGlobals())
  })

addLibraryCommands(program)
addSavingsCommand(program)

program
  .command('report')
  .description('write a file with the results of a run: one self-contained HTML page, or another format')
  .argument('<run>', 'the id of the run')
  .option('--format <name>', 'html, markdown, csv, xlsx or junit', 'html')
  .option('--out <file>', 'write here instead of the suggested name')
  .option('--baseline <column>', 'what verdicts are against: a variant, or variant@model; without it, the first column')
  .option('--confirm', 'look at the hold-out cases for the verdicts; each look is counted')
  .action(async (run, _options, command) => {
    const { reportCommand } = await import('./commands/report.ts')
    process.exitCode = await reportCommand(run, command.optsWithGlobals())
  })

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value]
}

// Whoever reads our output may stop early (`| head`); a run that is paid for goes on to its end all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

try {
  await program.parseAsync()
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCode.passed : exitCode.usage
  } else if (error instanceof AppError) {
    console.error(`pithy: ${error.message}`)
    process.exitCode = error.code === 'cancelled' ? exitCode.interrupted : exitCode.usage
  } else {
    console.error('pithy: something went wrong inside Pithy.')
    console.error(error)
    process.exitCode = exitCode.usage
  }
}
