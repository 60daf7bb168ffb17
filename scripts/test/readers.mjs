import { readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: string[], skips?: string[] }} Count
 */

const count = (passed = 0, failed = 0, skipped = 0, failures = []) => ({
  passed,
  failed,
  skipped,
  failures,
  skips: [],
});

/** A check that is one thing: its exit status. @returns {Count} */
export const wholeCheck = ({ code }) => (code === 0 ? count(1) : count(0, 1));

/** Vitest's JSON report. A file that could not be loaded counts as one failure. @returns {Count} */
export function vitestReport({ file }) {
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const result = count();
  for (const suite of report.testResults) {
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') result.passed += 1;
      else if (test.status === 'failed') {
        result.failed += 1;
        result.failures.push(`${suite.name}: ${test.fullName}`);
      } else {
        result.skipped += 1;
        result.skips.push(test.fullName);
      }
    }
    if (suite.status === 'failed' && !suite.assertionResults.some((t) => t.status === 'failed')) {
      result.failed += 1;
      result.failures.push(`${suite.name}: ${suite.message}`);
    }
  }
  return result;
}

/** `forge test --json`: one object on standard output. @returns {Count} */
export function forgeReport({ stdout }) {
  const start = stdout.indexOf('{');
  if (start < 0) return count();
  const report = JSON.parse(stdout.slice(start));
  const result = count();
  for (const [contract, suite] of Object.entries(report)) {
    for (const [name, test] of Object.entries(suite.test_results)) {
      if (test.status === 'Success') result.passed += 1;
      else if (test.status === 'Skipped') result.skipped += 1;
      else {
        result.failed += 1;
        const example = test.counterexample ? ` ${JSON.stringify(test.counterexample)}` : '';
        result.failures.push(`${contract} ${name}: ${test.reason ?? 'failed'}${example}`);
      }
    }
  }
  return result;
}

/** Playwright's JSON report. A test that passed on a second try has failed. @returns {Count} */
export function playwrightReport({ file }) {
  const { stats, errors, suites } = JSON.parse(readFileSync(file, 'utf8'));
  const failed = stats.unexpected + stats.flaky + errors.length;
  const failures = errors.map((error) => error.message ?? String(error));
  const walk = (suite) => {
    for (const spec of suite.specs ?? [])
      if (!spec.ok) failures.push(`${spec.file}: ${spec.title}`);
    for (const inner of suite.suites ?? []) walk(inner);
  };
  for (const suite of suites) walk(suite);
  return count(stats.expected, failed, stats.skipped, failures);
}
