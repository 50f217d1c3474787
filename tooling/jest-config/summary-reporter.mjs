/** Ends a run with the one line that scripts look for: `N passed, N failed`. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const brokenSuites = results.testResults.filter(suite => suite.testExecError).length;
    const skipped = results.numPendingTests + results.numTodoTests;
    const failed = results.numFailedTests + brokenSuites;
    process.stdout.write(
      `\n${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`,
    );
  }
}
