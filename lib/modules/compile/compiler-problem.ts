/** What a compiler says of one place of the program. Lines and columns count from 1. */
export type CompilerProblem = {
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'warning';
  readonly message: string;
};

const MOST_PROBLEMS = 100;

/** Reads clang's messages about one file: "main.c:3:5: error: ...". */
export function clangProblems(said: string, file: string): CompilerProblem[] {
  const found: CompilerProblem[] = [];
  for (const line of said.split('\n')) {
    const parts = /^(.+?):(\d+):(\d+): (?:fatal )?(error|warning): (.*)$/.exec(line);
    if (!parts || parts[1] !== file) continue;
    const [, , at = '1', column = '1', severity, message = ''] = parts;
    found.push({
      line: Number(at),
      column: Number(column),
      severity: severity === 'error' ? 'error' : 'warning',
      message,
    });
  }
  return found.slice(0, MOST_PROBLEMS);
}

/** Reads AssemblyScript's messages about one file: "ERROR TS2304: ..." and, below, "in main.ts(3,5)". */
export function assemblyScriptProblems(said: string, file: string): CompilerProblem[] {
  const found: CompilerProblem[] = [];
  let open: { severity: CompilerProblem['severity']; message: string } | undefined;
  for (const line of said.split('\n')) {
    const head = /^(ERROR|WARNING|INFO|PEDANTIC) [A-Z]*\d*:? ?(.*)$/.exec(line);
    if (head) {
      const severity = head[1] === 'ERROR' ? 'error' : 'warning';
      open = { severity, message: head[2] ?? '' };
      continue;
    }
    const place = /in (\S+?)\((\d+),(\d+)\)/.exec(line);
    if (!place || !open) continue;
    if (place[1] === file)
      found.push({ line: Number(place[2]), column: Number(place[3]), ...open });
    open = undefined;
  }
  return found.slice(0, MOST_PROBLEMS);
}
