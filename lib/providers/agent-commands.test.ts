import { describe, expect, it } from 'vitest';
import { parseProviderCommand } from '../../workers/provider/parse-provider-command';
import { cloneCommand, composeFile, shellWord, systemdUnit } from './agent-commands';

const place = { origin: 'https://market.example:8443', code: 'AB12-CD34' };

describe('commands to paste', () => {
  it('are one line that the agent understands', () => {
    const command = cloneCommand(place);
    expect(command).not.toContain('\n');
    const [, words = ''] = command.split('npm run provider -- ');
    expect(parseProviderCommand(words.split(' '))).toEqual({
      kind: 'serve',
      pair: place.code,
      api: place.origin,
    });
  });

  it.each([
    ['plain', 'plain'],
    ['two words', "'two words'"],
    ["it's", "'it'\\''s'"],
    ['$HOME;`id`', "'$HOME;`id`'"],
    ['', "''"],
  ])('quote %s', (text, quoted) => {
    expect(shellWord(text)).toBe(quoted);
  });

  it('name market and code in unit and compose file', () => {
    const unit = systemdUnit({ ...place, origin: 'https://market.example/%20' });
    expect(unit).toContain('Environment=API_URL=https://market.example/%%20\n');
    expect(unit).toContain('Environment=PAIR_CODE=AB12-CD34\n');
    expect(composeFile(place)).toContain('API_URL: "https://market.example:8443"\n');
    expect(composeFile(place)).toContain('PAIR_CODE: "AB12-CD34"\n');
  });
});
