import { isHephError, type HephErrorCode } from '@heph/data';
import { Command, CommanderError } from 'commander';
import { version } from '../package.json';
import { compareCommand } from './commands/compare';
import { explainCommand } from './commands/explain';
import { predictCommand } from './commands/predict';
import { serveCommand } from './commands/serve';
import { trainCommand } from './commands/train';
import { listing } from './format';
import { Interruption } from './interruption';
import type { Io } from './io';

/** What a process exits with. */
export const exitCodes = { done: 0, failed: 1, badInput: 2, interrupted: 130 } as const;

/** Errors that whoever typed the command can mend. */
const badInput: readonly HephErrorCode[] = [
  'invalid-data',
  'invalid-csv',
  'missing-column',
  'schema-mismatch',
  'file-not-found',
  'invalid-file',
  'file-system',
];

/**
 * Runs a command line.
 *
 * @param args without the program's own name
 * @returns the exit code; nothing is thrown
 */
export async function main(args: readonly string[], io: Io): Promise<number> {
  try {
    await program(io).parseAsync(args, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    if (io.signal.aborted) {
      const said = error instanceof Interruption ? error.message : 'stopped; nothing was written';
      io.stderr.write(`${said}\n`);
      return exitCodes.interrupted;
    }
    // Commander has printed its message already.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badInput;
    if (isHephError(error)) {
      io.stderr.write(`error: ${error.message}\n`);
      return badInput.includes(error.code) ? exitCodes.badInput : exitCodes.failed;
    }
    io.stderr.write(`internal error: ${error instanceof Error ? error.stack : String(error)}\n`);
    return exitCodes.failed;
  }
}

function program(io: Io): Command {
  const root = new Command('turbine')
    .description('Predicts the NOx of a gas turbine, and compares the models that do')
    .version(version)
    .configureHelp({ showGlobalOptions: true });
  for (const command of [compareCommand, trainCommand, predictCommand, explainCommand, serveCommand])
    root.addCommand(command(io));
  root.on('command:*', ([name]: string[]) => {
    const names = listing(root.commands.map(command => command.name()));
    root.error(`error: unknown command '${name}'; expected ${names}`);
  });
  for (const command of [root, ...root.commands])
    command.exitOverride().configureOutput({
      writeOut: text => io.stdout.write(text),
      writeErr: text => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
    });
  return root;
}
