import { describe, expect, it } from 'vitest';
import { JobProblemsError } from '@/lib/modules/job-inputs';
import { runCurated } from '../run-curated';

const cow = (eyes = 'oo') => `\
        \\   ^__^
         \\  (${eyes})\\_______
            (__)\\       )\\/\\
                ||----w |
                ||     ||
`;

describe('cowsay', () => {
  it('puts one line between angle brackets', async () => {
    const { stdout, stderr, exitCode } = await runCurated('cowsay', { message: 'Moo' });
    expect(stdout).toBe(` _____\n< Moo >\n -----\n${cow()}`);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('wraps at words, keeps line breaks, breaks long words, and takes other eyes', async () => {
    const message = 'one two three\n\nabcdefghijklmnop end';
    const { stdout } = await runCurated('cowsay', { message, width: 10, eyes: '^^' });
    const lines = ['one two   ', 'three     ', '          ', 'abcdefghij', 'klmnop end'];
    const sides = ['/\\', '||', '||', '||', '\\/'];
    const bubble = lines.map((line, i) => `${sides[i]?.[0]} ${line} ${sides[i]?.[1]}\n`).join('');
    expect(stdout).toBe(` ____________\n${bubble} ------------\n${cow('^^')}`);
  });

  it('counts columns as a terminal does: wide, combining and joined characters', async () => {
    const { stdout } = await runCurated('cowsay', { message: '日本\nn\u0303o\n👩‍👩‍👧\nfour' });
    expect(stdout.split('\n').slice(1, 5)).toEqual([
      '/ 日本 \\',
      '| n\u0303o   |',
      '| 👩‍👩‍👧   |',
      '\\ four /',
    ]);
  });

  it('drops control characters, so that nobody paints on the reader’s terminal', async () => {
    const { stdout } = await runCurated('cowsay', {
      message: 'a\u001b[31mb\u0007\tc',
      eyes: '\u001b',
    });
    expect(stdout).toContain('< a[31mb c >');
    expect(stdout).toContain('(  )');
  });

  it('takes the longest message at every width within its fuel limit', async () => {
    for (const message of ['x'.repeat(2000), '\u0301 '.repeat(1000), '日 '.repeat(1000)]) {
      const { status } = await runCurated('cowsay', { message, width: 120 });
      expect(status).toBe('completed');
    }
  });

  it('refuses values that its manifest does not allow before anything runs', async () => {
    await expect(runCurated('cowsay', { message: '' })).rejects.toThrow(JobProblemsError);
    await expect(runCurated('cowsay', { message: 'Moo', width: 3 })).rejects.toThrow('width');
    await expect(runCurated('cowsay', {})).rejects.toThrow('message');
  });
});
