import { describe, expect, it } from 'vitest';
import { Turns } from './turns';

describe('Turns', () => {
  it('runs one key in order, whatever ends badly, and lets keys overlap', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const first = turns.take('a', async () => {
      await gate;
      seen.push('a1');
      throw new Error('bad end');
    });
    const second = turns.take('a', async () => void seen.push('a2'));
    await turns.take('b', async () => void seen.push('b'));
    release();
    await expect(first).rejects.toThrow('bad end');
    await second;
    expect(seen).toEqual(['b', 'a1', 'a2']);
    await expect(turns.take('a', async () => 3)).resolves.toBe(3);
  });
});
