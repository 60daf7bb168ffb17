import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Change, changesOf, isAbout, isTopic, payloadsOf } from './change';

const change = fc.record({
  kind: fc.constantFrom<Change['kind']>('deal', 'court', 'nonce', 'account', 'market'),
  id: fc.stringMatching(/^[0-9a-zA-Z:]{1,90}$/),
});

describe('changes in notifications', () => {
  it('are the same on the other side, in pieces that PostgreSQL takes', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 400 }), (changes) => {
        const payloads = payloadsOf(changes);
        expect(payloads.flatMap(changesOf)).toEqual(changes);
        for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8_000);
      }),
    );
  });

  it('leave out what is none', () => {
    expect(changesOf('')).toEqual([]);
    expect(changesOf('deal\nplanet x\n deal 1\ndeal 0x12')).toEqual([{ kind: 'deal', id: '0x12' }]);
  });
});

describe('topics', () => {
  it('are kinds, or one of a kind', () => {
    for (const good of ['deal', 'deal:0x12', 'account:0xAb', 'nonce:0xab:7'])
      expect(isTopic(good)).toBe(true);
    for (const bad of ['', 'deals', 'deal:', 'deal:a b', 'deal:a,b', `deal:${'a'.repeat(161)}`])
      expect(isTopic(bad)).toBe(false);
  });

  it('are about a change of that kind, or of that one, however it is written', () => {
    const about = { kind: 'account', id: '0xAB' } as const;
    expect(isAbout(['account'], about)).toBe(true);
    expect(isAbout(['deal', 'account:0xab'], about)).toBe(true);
    expect(isAbout(['account:0xabc', 'deal'], about)).toBe(false);
  });
});
