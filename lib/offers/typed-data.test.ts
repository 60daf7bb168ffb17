import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { marketAbi } from '../chain/generated/market-abi';
import {
  acceptanceTypes,
  inputReceiptTypes,
  jobOfferTypes,
  resourceOfferTypes,
  resultReceiptTypes,
  ticketTypes,
} from './typed-data';

type Member = { readonly name: string; readonly type: string };

const signed: Record<string, readonly Member[]> = {
  ...jobOfferTypes,
  ...resourceOfferTypes,
  ...ticketTypes,
  ...inputReceiptTypes,
  ...resultReceiptTypes,
  ...acceptanceTypes,
};

const source = (path: string) =>
  readFileSync(new URL(`../../contracts/src/${path}`, import.meta.url), 'utf8');

/** EIP-712's encodeType of every type string in OfferHashes.sol, by name, without the domain's. */
function solidityTypes(): Map<string, readonly Member[]> {
  const strings = [...source('libraries/OfferHashes.sol').matchAll(/"(\w+)\(([^)"]*)\)"/g)];
  return new Map(
    strings
      .filter(([, name]) => name !== 'EIP712Domain')
      .map(([, name, members]) => [
        name!,
        members!.split(',').map((member) => {
          const [type, memberName] = member.split(' ');
          return { name: memberName!, type: type! };
        }),
      ]),
  );
}

/** Members of a struct in types/Offers.sol. Enums are uint8 in an ABI and in EIP-712. */
function solidityStruct(name: string): readonly Member[] {
  const body = new RegExp(`struct ${name} \\{([^}]*)\\}`).exec(source('types/Offers.sol'))?.[1];
  if (body === undefined) throw new Error(`types/Offers.sol has no struct ${name}`);
  return [...body.matchAll(/^\s*(\w+) (\w+);/gm)].map(([, type, member]) => ({
    name: member!,
    type: type === 'Verification' ? 'uint8' : type!,
  }));
}

/** Members of every tuple that the market's ABI names so, wherever it stands. */
function abiTuples(name: string): (readonly Member[])[] {
  const found: (readonly Member[])[] = [];
  const walk = (value: unknown) => {
    if (value === null || typeof value !== 'object') return;
    const item = value as { name?: string; components?: readonly Member[] };
    if (item.name === name && item.components) {
      found.push(item.components.map((member) => ({ name: member.name, type: member.type })));
    }
    Object.values(value).forEach(walk);
  };
  walk(marketAbi);
  return found;
}

describe('what is signed', () => {
  it('is the same messages in Solidity and in TypeScript', () => {
    expect([...solidityTypes().keys()].sort()).toEqual(Object.keys(signed).sort());
  });

  it.each(Object.keys(signed))('%s has the members of its Solidity type string', (name) => {
    expect(signed[name]).toEqual(solidityTypes().get(name));
  });

  it.each([
    ['JobOffer', 'job'],
    ['ResourceOffer', 'resource'],
  ])(
    '%s has the members of its Solidity struct, in the source and in the ABI',
    (name, argument) => {
      expect(signed[name]).toEqual(solidityStruct(name));
      const tuples = abiTuples(argument);
      expect(tuples.length).toBeGreaterThan(0);
      for (const tuple of tuples) expect(tuple).toEqual(signed[name]);
    },
  );
});
