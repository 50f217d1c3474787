/** Ends a run with the one line that scripts look for: `N passed, N failed`. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const brokenSuites = results.testResults.filter(suite => suite.testExecError).length;
    const skipped = results.numPendingTests + results.numTodoTests;
    const failed = results.numFailedTests + brokenSuites;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    // Jest prints a summary of its own after all reporters: the line has to come after that.
    process.once('exit', () => process.stdout.write(`\n${line}\n`));
  }
}
