/** What every command's help ends with. */
export const exitCodesHelp = `
Exit codes:
  0    done
  1    something broke in the program
  2    bad input; one line on stderr says what was expected
  130  stopped with Ctrl-C`;

/** Examples and exit codes, after the options. */
export function helpWithExamples(...examples: readonly string[]): string {
  return `\nExamples:\n${examples.map(example => `  $ turbine ${example}\n`).join('')}${exitCodesHelp}`;
}
