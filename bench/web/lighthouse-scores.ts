import lighthouse from 'lighthouse';

const RUNS = 3;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;

export interface PageScores {
  /** 0 to 100, each the median of three runs. */
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  /** Largest contentful paint on the preset's simulated phone, milliseconds. */
  readonly lcpMs: number;
}

/** Lighthouse's mobile preset on a page, in the browser that listens on a debugging port. */
export async function scorePage(url: string, port: number): Promise<PageScores> {
  const runs: PageScores[] = [];
  while (runs.length < RUNS) {
    const result = await lighthouse(url, {
      port,
      output: 'json',
      logLevel: 'error',
      onlyCategories: [...CATEGORIES],
    });
    if (!result || result.lhr.runtimeError) {
      throw new Error(`Lighthouse could not read ${url}: ${result?.lhr.runtimeError?.message}`);
    }
    const { categories, audits } = result.lhr;
    const score = (name: (typeof CATEGORIES)[number]) =>
      Math.round((categories[name]?.score ?? 0) * 100);
    tellFailures(url, result.lhr);
    runs.push({
      performance: score('performance'),
      accessibility: score('accessibility'),
      bestPractices: score('best-practices'),
      lcpMs: Math.round(audits['largest-contentful-paint']?.numericValue ?? Number.NaN),
    });
  }
  const median = (field: keyof PageScores) =>
    runs.map((run) => run[field]).sort((a, b) => a - b)[1]!;
  return {
    performance: median('performance'),
    accessibility: median('accessibility'),
    bestPractices: median('bestPractices'),
    lcpMs: median('lcpMs'),
  };
}

type Report = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

/** What is not perfect besides speed is said, so that it can be mended. */
function tellFailures(url: string, { categories, audits }: Report): void {
  for (const name of ['accessibility', 'best-practices']) {
    for (const { id, weight } of categories[name]?.auditRefs ?? []) {
      const audit = audits[id];
      if (weight > 0 && audit?.score !== null && (audit?.score ?? 1) < 1) {
        process.stderr.write(`${url}: ${name}: ${audit?.title}\n`);
      }
    }
  }
}
