import { describe, expect, it } from 'vitest';
import { assemblyScriptProblems, clangProblems } from './compiler-problem';
import { guestUnitsOf } from './guest-files';

describe('C in the page', () => {
  it('is linked with what it includes, and with nothing otherwise', () => {
    expect(guestUnitsOf('#include <stdio.h>\nint main(void) {}')).toEqual([]);
    expect(guestUnitsOf('#include "json.h"\n')).toEqual(['guest.c', 'json.c', 'utf8.c']);
  });
});

describe('what a compiler says', () => {
  it('of a C program is told by line and column', () => {
    const said = [
      "main.c:3:12: error: use of undeclared identifier 'retrn'",
      '    3 | int main(){retrn 0;}',
      "guest.h:9:1: error: unknown type name 'x'",
      'main.c:7:1: warning: unused variable',
      "main.c:1:10: fatal error: 'none.h' file not found",
    ].join('\n');
    expect(clangProblems(said, 'main.c')).toEqual([
      { line: 3, column: 12, severity: 'error', message: "use of undeclared identifier 'retrn'" },
      { line: 7, column: 1, severity: 'warning', message: 'unused variable' },
      { line: 1, column: 10, severity: 'error', message: "'none.h' file not found" },
    ]);
  });

  it('of an AssemblyScript program likewise', () => {
    const said = [
      "ERROR TS2304: Cannot find name 'x'.",
      '   :',
      ' 3 │ x();',
      '   │ ~',
      '   └─ in main.ts(3,1)',
      '',
      'WARNING AS100: Strange.',
      '   └─ in reckon.ts(9,1)',
    ].join('\n');
    expect(assemblyScriptProblems(said, 'main.ts')).toEqual([
      { line: 3, column: 1, severity: 'error', message: "Cannot find name 'x'." },
    ]);
  });
});
