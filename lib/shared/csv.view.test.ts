import { describe, expect, it } from 'vitest';
import { numericColumns, readCsv, writeCsv } from './csv.view';

describe('readCsv', () => {
  it('reads quotes, commas and line ends inside of cells', () => {
    expect(readCsv('a,b\r\n"x, ""y""",2\n\n"l1\nl2",', 10).rows).toEqual([
      ['a', 'b'],
      ['x, "y"', '2'],
      [''],
      ['l1\nl2', ''],
    ]);
  });
  it('ends rows at a carriage return, too', () => {
    expect(readCsv('a,b\r1,2\r\n3,4\r', 10)).toEqual({
      rows: [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
      complete: true,
    });
  });
  it('stops after the rows that are shown', () => {
    expect(readCsv('1\n2\n3\n', 2)).toEqual({ rows: [['1'], ['2']], complete: false });
    expect(readCsv('1\n2\n', 2)).toEqual({ rows: [['1'], ['2']], complete: true });
  });
  it('cuts rows of very many columns, so that a made-up result cannot freeze the page', () => {
    const wide = readCsv(`${','.repeat(150_000)}\n${'\n'.repeat(200)}`, 201);
    expect(wide.rows[0]).toHaveLength(100);
    expect(wide.complete).toBe(false);
    expect(readCsv('1,2,3\n', 9, 3)).toEqual({ rows: [['1', '2', '3']], complete: true });
  });
});

describe('writeCsv', () => {
  it('writes what readCsv reads', () => {
    const rows = [
      ['plain', 'a, b', 'he said "no"'],
      ['two\nlines', '-12.50', ''],
    ];
    expect(readCsv(writeCsv(rows), 10)).toEqual({ rows, complete: true });
  });

  it('lets no spreadsheet run a cell', () => {
    expect(writeCsv([['=1+1', '@x', '-1.5', '-x']])).toBe("'=1+1,'@x,-1.5,'-x\r\n");
  });
});

it('tells columns of numbers from those of texts', () => {
  const { rows } = readCsv('n,text,size\n1,one,1.5e-3\n2,2,\n', 10);
  expect(numericColumns(rows)).toEqual([true, false, true]);
  expect(numericColumns([])).toEqual([]);
  expect(numericColumns([['a'], ['x', '2'], ['y', '3', 'z']])).toEqual([false, true, false]);
});
