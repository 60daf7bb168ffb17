import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCurated } from '../run-curated';

type Clause = readonly number[];

const dimacs = (variables: number, clauses: readonly Clause[]) =>
  `p cnf ${variables} ${clauses.length}\n${clauses.map((clause) => `${[...clause, 0].join(' ')}\n`).join('')}`;

async function decide(text: string, options: Record<string, number | boolean> = {}) {
  const job = { formula: 'files/f.cnf', ...options };
  const run = await runCurated('sat', job, { 'f.cnf': text });
  expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  const lines = run.stdout.split('\n');
  const model = lines.flatMap((line) =>
    line.startsWith('v') ? line.split(' ').slice(1).map(Number) : [],
  );
  return { run, answer: lines.find((line) => line.startsWith('s ')), model };
}

const holds = (model: readonly number[], clauses: readonly Clause[]) => {
  const true_ = new Set(model);
  return clauses.every((clause) => clause.some((literal) => true_.has(literal)));
};

/** More pigeons than holes: false, and hard to see. */
function pigeons(count: number, holes: number): Clause[] {
  const sits = (pigeon: number, hole: number) => pigeon * holes + hole + 1;
  const each = (n: number) => Array.from({ length: n }, (_, i) => i);
  const places = each(count).map((pigeon) => each(holes).map((hole) => sits(pigeon, hole)));
  const apart = each(holes).flatMap((hole) =>
    each(count).flatMap((a) => each(a).map((b) => [-sits(a, hole), -sits(b, hole)])),
  );
  return [...places, ...apart];
}

/** Whether assuming the contrary of `clause` comes to a contradiction by unit propagation alone. */
function follows(clause: Clause, clauses: readonly Clause[]): boolean {
  const true_ = new Set(clause.map((literal) => -literal));
  for (let changed = true; changed; ) {
    changed = false;
    for (const other of clauses) {
      if (other.some((literal) => true_.has(literal))) continue;
      const open = other.filter((literal) => !true_.has(-literal));
      if (open.length === 0) return true;
      if (open.length === 1) {
        true_.add(open[0]!);
        changed = true;
      }
    }
  }
  return false;
}

/** The same random clauses each time (Numerical Recipes' generator). */
function randomClauses(seed: number, variables: number, count: number): Clause[] {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 3 }, () => (next(variables) + 1) * (next(2) ? 1 : -1)),
  );
}

function canHold(variables: number, clauses: readonly Clause[]): boolean {
  for (let bits = 0; bits < 2 ** variables; bits++)
    if (
      clauses.every((clause) =>
        clause.some((l) => ((bits >> (Math.abs(l) - 1)) & 1) === (l > 0 ? 1 : 0)),
      )
    )
      return true;
  return false;
}

describe('sat', () => {
  it('solves a sudoku of 17 clues', async () => {
    const text = readFileSync('modules/sat/test/sudoku.cnf', 'utf8');
    const { run, answer } = await decide(text);
    expect(answer).toBe('s SATISFIABLE');
    const rows = run.text('out/answer.csv').trimEnd().split('\n').slice(1);
    const grid = new Map(rows.map((row) => row.split(',') as [string, string]));
    expect(grid.size).toBe(81);
    const clues: [string, string][] = [
      ['r1c8', '1'],
      ['r2c1', '4'],
      ['r9c4', '8'],
      ['r9c6', '6'],
    ];
    for (const [cell, digit] of clues) expect(grid.get(cell)).toBe(digit);
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9];
    const units = nine.flatMap((k) => [
      nine.map((c) => `r${k}c${c}`),
      nine.map((r) => `r${r}c${k}`),
      nine.map(
        (i) =>
          `r${Math.floor((k - 1) / 3) * 3 + Math.ceil(i / 3)}c${((k - 1) % 3) * 3 + ((i - 1) % 3) + 1}`,
      ),
    ]);
    for (const unit of units)
      expect(unit.map((cell) => grid.get(cell)).sort()).toEqual(nine.map(String));
  });

  it('agrees with trying everything, on random formulas at the edge of what can hold', async () => {
    const answers = new Set<boolean>();
    for (let seed = 1; seed <= 30; seed++) {
      const clauses = randomClauses(seed, 12, 54);
      const expected = canHold(12, clauses);
      const { answer, model } = await decide(dimacs(12, clauses));
      expect(answer).toBe(expected ? 's SATISFIABLE' : 's UNSATISFIABLE');
      if (expected) expect(holds(model, clauses)).toBe(true);
      answers.add(expected);
    }
    expect(answers.size).toBe(2);
  });

  it('proves what cannot be true, step by step', async () => {
    const clauses = pigeons(6, 5);
    const { run, answer } = await decide(dimacs(30, clauses), { proof: true });
    expect(answer).toBe('s UNSATISFIABLE');
    const lines = run.text('out/proof.rup').trimEnd().split('\n');
    const steps = lines
      .filter((line) => /^-?\d/.test(line))
      .map((line) => line.split(' ').map(Number).slice(0, -1));
    const known = [...clauses];
    expect(follows([], known)).toBe(false);
    for (const step of steps) {
      expect(follows(step, known)).toBe(true);
      known.push(step);
    }
    expect(follows([], known)).toBe(true);
  });

  it('gives up after so many decisions, and says so', async () => {
    const { answer, model, run } = await decide(dimacs(132, pigeons(12, 11)), {
      decisions: 100,
      proof: true,
    });
    expect(answer).toBe('s UNKNOWN');
    expect(model).toEqual([]);
    expect(run.paths).toEqual(['stderr', 'stdout']);
  });

  it('gives every variable a value, also those in no clause', async () => {
    const { model } = await decide('c one\np cnf 40 1\n-3\n 5 0\n');
    expect(model.map(Math.abs)).toEqual([...Array.from({ length: 40 }, (_, i) => i + 1), 0]);
    expect(model.includes(-3) || model.includes(5)).toBe(true);
    expect((await decide('p cnf 0 0\n')).answer).toBe('s SATISFIABLE');
    expect((await decide('p cnf 1 1\n0\n')).answer).toBe('s UNSATISFIABLE');
    expect((await decide('p cnf 1 1\r\n1 0\r\n%\r\n0\r\n')).answer).toBe('s SATISFIABLE');
  });

  it.each([
    ['', "no line 'p cnf"],
    ['1 2 0\n', "line 1: 'p cnf <variables> <clauses>' expected"],
    ['p cnf 2 1\n1 3 0\n', 'line 2: 3 is more than 2'],
    ['p cnf 2 1\n1 x 0\n', 'line 2: a literal expected'],
    ['p cnf 2 2\n1 2 0\n', 'the file has 1 clauses, its header says 2'],
    ['p cnf 99999999999999999999 1\n', 'line 1: '],
    ['p cnf 2 1\nc name 3 x\n1 0\n', 'line 2: 3 is more than 2'],
    ['p cnf 2 1\nc name 1 x\nc name 1 y\n1 0\n', 'line 3: a second name for variable 1'],
    ['p cnf 2 1\np cnf 2 1\n', "line 2: a second 'p cnf' line"],
    ['p cnf 1 1\n1\u00000\n', 'line 2: a literal expected'],
  ])('refuses %j with exit code 1', async (text, stderr) => {
    const run = await runCurated('sat', { formula: 'files/f.cnf' }, { 'f.cnf': text });
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stdout: '' });
    expect(run.stderr).toContain(stderr);
  });
});
