import { describe, expect, it } from 'vitest';
import { parseProviderCommand } from './parse-provider-command';

describe('npm run provider', () => {
  it('serves, pairs and examines', () => {
    expect(parseProviderCommand([])).toMatchObject({ kind: 'serve', pair: undefined });
    const pair = ['--pair', '7KQ2-M4XD', '--api', 'https://market.example'];
    expect(parseProviderCommand(pair)).toMatchObject({ kind: 'serve', pair: '7KQ2-M4XD' });
    expect(parseProviderCommand(['doctor', '--json'])).toMatchObject({ json: true, strict: false });
    expect(parseProviderCommand(['doctor', '--help'])).toEqual({ kind: 'help' });
  });

  it.each([
    [['docter'], 'there is no command docter'],
    [['allow', '--pair', 'AAAA-BBBB'], 'allow pairs no machine'],
    [['allow', '--json'], 'belong to doctor'],
    [['doctor', 'now'], 'there is no command doctor now'],
    [['--json'], 'belong to doctor'],
    [['doctor', '--pair', 'X'], 'doctor pairs no machine'],
    [['--api', 'market'], 'must look like'],
    [['--pair'], 'argument missing'],
    [['--pair', ''], 'the code is missing'],
    [['--what'], "Unknown option '--what'"],
  ])('refuses %j', (argv, words) => {
    expect(() => parseProviderCommand(argv)).toThrow(words);
  });
});
