import { prepareJob } from '../../lib/execution/prepare-job';
import { exampleJob } from '../../lib/execution/testing/example-job';
import type { HostFiles } from '../../lib/execution/wasi/create-host';

/** Rows, an index, a join, sorting and text: what keeps SQLite's machine busy. */
const SQL = `
CREATE TABLE t AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100000)
  SELECT x, x * 7919 % 100003 AS k, 'name ' || (x * 31 % 997) AS name FROM c;
CREATE INDEX by_k ON t(k);
SELECT count(*), sum(a.x * b.x % 7), max(a.name), round(avg(length(b.name)), 3)
  FROM t AS a JOIN t AS b ON b.k = a.x WHERE a.name LIKE '%1%';
SELECT name, count(*), sum(k) FROM t GROUP BY name ORDER BY 3 DESC LIMIT 20`;

const VALUES: Readonly<Record<string, Record<string, unknown>>> = { sqlite: { sql: SQL } };

/** The files that a kernel finds: a module's job, or none. */
export function treeOf(name: string): HostFiles['readOnly'] {
  if (name !== 'sqlite' && name !== 'upscale') return new Map();
  const job = exampleJob(name, VALUES[name]);
  return prepareJob(job.moduleFiles, job.inputFiles).readOnly;
}
