import { describe, expect, it } from 'vitest';
import { cloneCommand, composeFile, shellWord, systemdUnit } from './agent-commands';

const place = {
  origin: 'https://market.example',
  rpcUrl: 'https://rpc.example/?key=a&b=%20$(id)',
  code: 'AB12-CD34',
  isLocal: false,
};

describe('commands to paste', () => {
  it('are one line in a clone, with nothing that a shell would read as its own', () => {
    expect(cloneCommand({ ...place, isLocal: true })).toBe(
      'PAIRING_CODE=AB12-CD34 npm run provider',
    );
    const command = cloneCommand(place);
    expect(command).not.toContain('\n');
    expect(command).toContain("RPC_URL='https://rpc.example/?key=a&b=%20$(id)' ");
    expect(command).toMatch(/DEPLOYMENT_FILE=deployment\.json npm run provider$/);
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

  it('name market, chain and code in unit and compose file', () => {
    expect(systemdUnit(place)).toContain(
      'Environment=RPC_URL=https://rpc.example/?key=a&b=%%20$(id)',
    );
    expect(systemdUnit(place)).toContain('Environment=PAIRING_CODE=AB12-CD34');
    expect(composeFile(place)).toContain('RPC_URL: "https://rpc.example/?key=a&b=%20$(id)"');
    expect(composeFile(place)).toContain('PAIRING_CODE: "AB12-CD34"');
  });
});
