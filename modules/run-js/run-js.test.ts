import { describe, expect, it } from 'vitest';
import { runCurated } from '../run-curated';

type Files = Record<string, Uint8Array | string>;

const run = (script: string, files: Files = {}, input = '') => {
  const uploads = Object.keys(files).map((name, i) => [`file${i + 1}`, `files/${name}`]);
  return runCurated('run-js', { script, input, ...Object.fromEntries(uploads) }, files);
};

async function printed(script: string, files: Files = {}, input = '') {
  const done = await run(script, files, input);
  expect(done).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
  return done.stdout;
}

describe('run-js', () => {
  it('reads texts and bytes, and writes both, folders included', async () => {
    const script = `
      console.log(files.join(' '));
      const text = readText('b.txt');
      writeText('deep/er/copy.txt', text.toUpperCase());
      const bytes = readBytes('/in/files/a.bin');
      console.log(bytes instanceof Uint8Array, bytes.length, input);
      writeBytes('/out/back.bin', bytes.subarray(1).reverse());
      writeBytes('whole.bin', new Uint16Array([0x0201, 0x0403]).buffer);
      writeBytes('none.bin', new Uint8Array(0));
    `;
    const files = { 'b.txt': '\ufeffgrüße 🌍\n', 'a.bin': Uint8Array.of(0, 1, 255, 128) };
    const done = await run(script, files, 'hello');
    expect(done).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
    expect(done.stdout).toBe('/in/files/a.bin /in/files/b.txt\ntrue 4 hello\n');
    expect(done.text('out/deep/er/copy.txt')).toBe('GRÜSSE 🌍\n');
    expect([...done.bytes('out/back.bin')]).toEqual([128, 255, 1]);
    expect([...done.bytes('out/whole.bin')]).toEqual([1, 2, 3, 4]);
    expect(done.bytes('out/none.bin').length).toBe(0);
  });

  it('speaks today’s language, with await, generators, BigInt and named groups', async () => {
    const script = `
      const wait = (value) => new Promise((resolve) => resolve(value));
      function* squares() { for (let i = 1; ; i++) yield i * i; }
      const first = []; for (const s of squares()) { if (s > 30) break; first.push(s); }
      class Box { #inner = 7; static { Box.made = true; } get inner() { return this.#inner; } }
      console.log(await wait(2n ** 100n), first, new Box().inner, Box.made);
      console.log('2026-11-26'.match(/(?<year>\\d+)-(?<month>\\d+)/u).groups.month, [3, 1, 2].toSorted().at(-1));
      console.log(0.1 + 0.2, (1e21).toLocaleString === undefined, Math.sin(1), [..."añ🌍"].length, JSON.stringify({ a: [1, null] }));
    `;
    expect(await printed(script)).toBe(
      '1267650600228229401496703205376 [1,4,9,16,25] 7 true\n11 3\n0.30000000000000004 false 0.8414709848078965 3 {"a":[1,null]}\n',
    );
  });

  it('gives the script its job as an object', async () => {
    expect(await printed('console.log(job.input, Object.keys(job).sort())', {}, 'hi')).toBe(
      'hi ["input","script"]\n',
    );
  });

  it('has no clock and no chance: two runs are equal', async () => {
    const script =
      'console.log(new Date().getFullYear(), new Date(2020, 0, 1).toISOString(), Math.random(), Math.random())';
    const first = await printed(script);
    expect(first).toMatch(/^1970 2020-01-01T00:00:00.000Z 0\.\d+ 0\.\d+\n$/);
    expect(await printed(script)).toBe(first);
  });

  it('sorts, hashes and counts as Node does', async () => {
    const script = `
      let state = 1, sum = 0;
      const numbers = Array.from({ length: 20000 }, () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0));
      numbers.sort((a, b) => a - b);
      numbers.forEach((n, i) => { sum = (sum * 31 + n * i) % 1e9; });
      console.log(sum, numbers[10000], numbers.map((n) => n.toString(36)).sort()[77]);
    `;
    const lines: string[] = [];
    new Function('console', script)({
      log: (...values: unknown[]) => lines.push(`${values.join(' ')}\n`),
    });
    expect(await printed(script)).toBe(lines.join(''));
  });

  it.each([
    [
      'throw new TypeError("no such thing")',
      'TypeError: no such thing\n    at <anonymous> (script.js:1:',
    ],
    ['\nconst x = ;', 'SyntaxError: '],
    [
      'function deep() { return missing; }\n\ndeep();',
      "ReferenceError: 'missing' is not defined\n    at deep (script.js:1",
    ],
    ['throw "a text"', 'a text\n'],
    ['await Promise.reject(new Error("later"))', 'Error: later\n'],
    ['Promise.reject(new Error("nobody asked"))', 'Uncaught (in promise) Error: nobody asked'],
    ['await new Promise(() => {})', 'the script waits for something that never comes'],
    ['import x from "fs"', 'could not load module'],
    [
      'readText("missing.txt")',
      'cannot read /in/files/missing.txt: No such file or directory\n    at readText',
    ],
    ['writeText("/in/files/x", "x")', 'cannot create /in/files/x: Read-only file system'],
    ['writeText("/out/../in/job.json", "x")', 'cannot create /out/../in/job.json'],
    ['writeBytes("x", "text")', 'TypeError: '],
    [
      'console.error("before"); null.x',
      "before\nTypeError: cannot read property 'x' of null\n    at <anonymous> (script.js:1",
    ],
  ])('%s ends with exit code 1 and says so', async (script, stderr) => {
    const done = await run(script);
    expect(done).toMatchObject({ status: 'completed', exitCode: 1 });
    expect(done.stderr).toContain(stderr);
  });

  it.each([
    ['calls', 'const f = (n) => 1 + f(n + 1); f(0)'],
    ['callbacks', 'const f = (n) => [n].map(f); f(0)'],
    ['getters', 'const o = { get x() { return this.x; } }; o.x'],
    ['constructors', 'class A { constructor() { new A(); } } new A()'],
    ['spread calls', 'const f = (...a) => f(...a, 1); f()'],
    ['proxies', 'const p = new Proxy({}, { get: (t, k, r) => r[k] }); p.x'],
    ['replacers', 'const f = (s) => s.replace(/./, f); f("x")'],
    ['text of arrays', 'let a = []; for (let i = 0; i < 100000; i++) a = [a]; String(a)'],
    ['sorts', 'const f = () => [2, 1].sort(f); f()'],
    ['regular expressions', 'new RegExp("(".repeat(100000))'],
    ['async', 'const f = async () => { await f(); }; await f()'],
    ['generators', 'function* g() { yield* g(); } [...g()]'],
  ])('ends too deep %s with an error that a script can catch', async (_, script) => {
    const done = await run(
      `try { ${script}; console.log('none'); } catch (error) { console.log(error.name); }`,
    );
    expect(done).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
    expect(done.stdout).toMatch(/^(InternalError|RangeError|SyntaxError)\n$/);
  });

  it.each([
    'eval("(".repeat(100000))',
    'JSON.parse("[".repeat(100000))',
    'let a = []; for (let i = 0; i < 100000; i++) a = [a]; JSON.stringify(a)',
  ])('is trapped by texts that nest beyond all measure: %s', async (script) => {
    expect(await run(script)).toMatchObject({ status: 'trapped', exitCode: 0 });
  });

  it('lets ordinary recursion go deep enough', async () => {
    const script = `
      const depth = (n) => (n === 0 ? 0 : 1 + depth(n - 1));
      const tree = (n) => (n === 0 ? [] : [tree(n - 1)]);
      console.log(depth(200), JSON.stringify(tree(60)).length);
    `;
    expect(await printed(script)).toBe('200 122\n');
  });

  it('stops at its fuel and at its memory', async () => {
    const endless = await runCurated('run-js', { script: 'for (;;);' }, {}, 50_000_000n);
    expect(endless.status).toBe('fuel-exhausted');
    const greedy = await run('const all = []; for (;;) all.push(new Uint8Array(1e7));');
    expect(greedy.status).toBe('memory-exceeded');
  });
});
