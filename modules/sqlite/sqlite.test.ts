import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CuratedRun, runCurated } from '../run-curated';

const FILMS = `title;year;rating;zip;note
"Alien";1979;8.5;00123;"in space; no one ""hears"" you"
Amélie;2001;8.3;00400;"two
lines"
千と千尋の神隠し;2001;8.6;;""

Stalker;1979;8;01234;
`;

const ask = (sql: string, data: string | Uint8Array, more = {}): Promise<CuratedRun> =>
  runCurated('sqlite', { sql, data: 'files/films.csv', ...more }, { 'films.csv': data });

const rowsOf = (run: CuratedRun) => run.text('out/result.csv').split('\r\n').slice(0, -1);

describe('sqlite over a CSV', () => {
  it('reads quotes, line breaks, Unicode and empty fields, and answers in RFC 4180', async () => {
    const run = await ask('SELECT * FROM data', FILMS);
    expect(run).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
    expect(rowsOf(run)).toEqual([
      'title,year,rating,zip,note',
      'Alien,1979,8.5,00123,"in space; no one ""hears"" you"',
      'Amélie,2001,8.3,00400,"two\nlines"',
      '千と千尋の神隠し,2001,8.6,,""',
      'Stalker,1979,8.0,01234,',
    ]);
    expect(JSON.parse(run.text('out/summary.json'))).toMatchObject({
      rows: 4,
      table: {
        rows: 4,
        delimiter: ';',
        columns: [
          { name: 'title', type: 'TEXT' },
          { name: 'year', type: 'INTEGER' },
          { name: 'rating', type: 'REAL' },
          { name: 'zip', type: 'TEXT' },
          { name: 'note', type: 'TEXT' },
        ],
      },
    });
    expect(run.stdout).toContain('4 rows, 5 columns.');
  });

  it('is named after its file too, and the last query is the result', async () => {
    const sql = `SELECT 1; CREATE INDEX i ON data(year);
      SELECT year, count(*) n, round(avg(rating), 2) mean FROM films GROUP BY year ORDER BY 1;`;
    const run = await ask(sql, FILMS);
    expect(rowsOf(run)).toEqual(['year,n,mean', '1979,2,8.25', '2001,2,8.45']);
  });

  it('reads a round trip of its own answer', async () => {
    const first = await ask('SELECT * FROM data', FILMS);
    const second = await ask('SELECT * FROM data', first.bytes('out/result.csv'));
    expect(second.text('out/result.csv')).toBe(first.text('out/result.csv'));
  });

  it.each([
    ['Windows-1252', Uint8Array.of(0x61, 0x2c, 0x62, 0x0a, 0xe9, 0x2c, 0x80), ['a,b', 'é,€']],
    [
      'UTF-16',
      Uint8Array.from([0xff, 0xfe, ...Buffer.from('a\tb\n日\t2', 'utf16le')]),
      ['a,b', '日,2'],
    ],
    ['a byte order mark', Buffer.from('\ufeffa|b\r\n1|2\r\n'), ['a,b', '1,2']],
    [
      'empty and doubled names',
      Buffer.from('a,A,,\n1,2,3\n'),
      ['a,A_2,column_3,column_4', '1,2,3,'],
    ],
  ])('reads %s', async (_, data, rows) => {
    expect(rowsOf(await ask('SELECT * FROM data', data))).toEqual(rows);
  });

  it('takes a file without a header row', async () => {
    const run = await ask('SELECT sum(column_1) FROM data', '1,2\n3,4', { header: false });
    expect(rowsOf(run)).toEqual(['sum(column_1)', '4']);
  });

  it('loads 50,000 rows', async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `${i},"name ${i % 97}",${i / 8}`);
    const sql =
      'SELECT name, count(*) n, sum(value) s FROM data GROUP BY name ORDER BY n DESC, name';
    const run = await ask(sql, `id,name,value\n${lines.join('\n')}\n`);
    expect(rowsOf(run)).toHaveLength(98);
    expect(run.fuelUsed).toBeLessThan(20_000_000_000n);
  });

  it('has full-text search, R*Tree, mathematics, percentiles, JSON and window functions', async () => {
    const sql = `
      CREATE VIRTUAL TABLE f USING fts5(title); INSERT INTO f SELECT title FROM data;
      CREATE VIRTUAL TABLE r USING rtree(id, x0, x1); INSERT INTO r VALUES (1, 0, 2), (2, 5, 6);
      SELECT (SELECT title FROM f('alien')), (SELECT id FROM r WHERE x0 > 1), round(sin(1), 6),
             median(rating), json_extract('{"a":7}', '$.a'), max(sum(year)) OVER () FROM data`;
    expect(rowsOf(await ask(sql, FILMS))[1]).toBe('Alien,2,0.841471,8.4,7,7960');
  });

  it('has neither clock nor chance', async () => {
    const sql = "SELECT random(), hex(randomblob(8)), date('now') FROM data LIMIT 1";
    const [first, second] = [await ask(sql, FILMS), await ask(sql, FILMS)];
    expect(rowsOf(first)).toEqual(rowsOf(second));
    expect(rowsOf(first)[1]).toMatch(/^-?\d+,[0-9A-F]{16},1970-01-01$/);
  });
});

describe('sqlite over a database', () => {
  const wal = new Uint8Array(readFileSync('modules/sqlite/test/wal.sqlite'));

  it('reads one that an application left in write-ahead mode', async () => {
    const run = await ask('SELECT * FROM city ORDER BY people', wal);
    expect(rowsOf(run)).toEqual([
      'name,people,area,seal',
      "Köln,1084831,405.0,x'00ff'",
      "Ürümqi,4054369,13787.9,x''",
      '東京,14047594,2194.1,',
    ]);
  });

  it('returns the changed database, which it reads again', async () => {
    const change = "DELETE FROM city WHERE name = 'Köln'; UPDATE city SET area = 1";
    const first = await ask(change, wal, { returnDatabase: true });
    expect(first.stdout).toBe('2 statements, no rows returned, 3 changes.\n');
    expect(first.paths).not.toContain('out/result.csv');
    const second = await ask(
      'SELECT name, area FROM big ORDER BY 1',
      first.bytes('out/database.sqlite'),
    );
    expect(rowsOf(second)).toEqual(['name,area', 'Ürümqi,1.0', '東京,1.0']);
  });

  it('turns a CSV into a database', async () => {
    const first = await ask('SELECT 1', FILMS, { returnDatabase: true });
    const second = await ask('SELECT count(*) n FROM films', first.bytes('out/database.sqlite'));
    expect(rowsOf(second)).toEqual(['n', '4']);
  });
});

describe('sqlite with bad input ends with exit code 1 and one clear message', () => {
  it.each([
    [
      'a wrong column',
      'SELECT 1;\nSELECT yaer\nFROM data',
      'SQL error in statement 2, line 2, column 8: no such column: yaer\n  SELECT yaer\n         ^\n',
    ],
    [
      'a wrong word',
      'selec',
      'SQL error in statement 1, line 1, column 1: near "selec": syntax error\n  selec\n  ^\n',
    ],
    ['no statement', ' -- nothing', 'there is no SQL statement to run\n'],
    [
      'a file of the host',
      "ATTACH '/etc/passwd' AS x",
      'SQL error in statement 1: unable to open database: /etc/passwd\n',
    ],
    [
      'an error half way',
      'SELECT abs(-9223372036854775807 - year) FROM data ORDER BY year',
      'SQL error in statement 1: integer overflow\n',
    ],
  ])('%s', async (_, sql, stderr) => {
    const run = await ask(sql, 'year\n0\n1\n');
    expect(run).toMatchObject({ status: 'completed', exitCode: 1, stderr });
    expect(run.paths).not.toContain('out/result.csv');
  });

  it.each([
    ['no table', Uint8Array.of(0x89, 0x50, 0, 1), 'neither a SQLite database nor a text file'],
    ['an empty file', '\n\n', 'the uploaded table is empty\n'],
    ['a long row', 'a,b\n1,2\n1,2,3\n', 'line 3 of the table has 3 fields, the first row has 2\n'],
    [
      'an open quote',
      'a,b\n1,2\n1,"2\n',
      'line 3 of the table: a quote is opened and never closed\n',
    ],
    [
      'too many columns',
      `${'a,'.repeat(2000)}b`,
      'the table has 2001 columns; 2000 are the most\n',
    ],
    [
      'half a database',
      readFileSync('modules/sqlite/test/wal.sqlite').subarray(0, 700),
      'cannot open the database',
    ],
  ])('%s', async (_, data, stderr) => {
    const run = await ask('SELECT * FROM data', data);
    expect(run).toMatchObject({ status: 'completed', exitCode: 1 });
    expect(run.stderr).toContain(stderr);
  });

  it('stops an endless query by its fuel limit', async () => {
    const sql =
      'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n';
    const job = { sql, data: 'files/a.csv' };
    const run = await runCurated('sqlite', job, { 'a.csv': 'a\n1\n' }, 1_000_000_000n);
    expect(run).toMatchObject({ status: 'fuel-exhausted', fuelUsed: 1_000_000_000n });
  });
});
