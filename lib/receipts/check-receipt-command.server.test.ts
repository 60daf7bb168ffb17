import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { execution, runReceipt } from '../../test/builders/run-receipt';
import { runCheckReceiptCommand } from './check-receipt-command.server';

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reckon-receipt-'));
  const text = await runReceipt();
  writeFileSync(join(folder, 'receipt.json'), text);
  writeFileSync(join(folder, 'changed.json'), text.replace('"exitCode": 0', '"exitCode": 1'));
  mkdirSync(join(folder, 'result/out'), { recursive: true });
  for (const { path, bytes } of execution.outputs) {
    writeFileSync(join(folder, 'result', path), bytes);
  }
  writeFileSync(join(folder, 'result/other'), 'not of it');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const said: string[] = [];
  const write = (text: unknown) => said.push(String(text)) > 0;
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(write);
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(write);
  try {
    return { code: await runCheckReceiptCommand(argv, { folder }), said: said.join('') };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

it('says what holds, with the files of the result', async () => {
  const { code, said } = await run(
    ...['receipt.json', '--result', 'result', 'result/stdout', 'result/out/picture.png'],
  );
  expect(said).toMatch(/^(holds .*\n){9}open .*\nConsistent; not yet compared with the chain.*\n$/);
  expect(code).toBe(3);
  const json = await run('receipt.json', '--json');
  expect(JSON.parse(json.said)).toMatchObject({ isConsistent: true, isProven: false });
});

it('ends with 1 where something does not hold', async () => {
  expect(await run('changed.json')).toMatchObject({
    code: 1,
    said: expect.stringMatching(/^FAILS {2}A party of the deal signed/m),
  });
  expect((await run('receipt.json', '--rpc', 'http://127.0.0.1:1')).code).toBe(69);
  const other = await run('receipt.json', '--result', 'result', 'result/other');
  expect(other).toMatchObject({ code: 1, said: expect.stringMatching(/names no such file/) });
});

it('tells a wrong command line and a file that is not there', async () => {
  expect((await run()).code).toBe(64);
  expect((await run('receipt.json', '--colour')).code).toBe(64);
  expect((await run('missing.json')).code).toBe(66);
  expect(await run('--help')).toMatchObject({ code: 0, said: expect.stringMatching(/^usage/) });
});
