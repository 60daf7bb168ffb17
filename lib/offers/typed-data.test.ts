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

type AbiItem = Member & { readonly components?: readonly AbiItem[] };

/** Members of the offer in every side of a match that the market's ABI names so, alone or in a list. */
function abiOffers(sides: RegExp): (readonly Member[])[] {
  const found: (readonly Member[])[] = [];
  const walk = (value: unknown) => {
    if (value === null || typeof value !== 'object') return;
    const { name, components } = value as AbiItem;
    const offer = sides.test(name) && components?.find((member) => member.name === 'offer');
    if (offer) found.push((offer.components ?? []).map(({ name, type }) => ({ name, type })));
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
    ['JobOffer', /^jobs?$/],
    ['ResourceOffer', /^resource$/],
  ] as const)(
    '%s has the members of its Solidity struct, in the source and in the ABI',
    (name, sides) => {
      expect(signed[name]).toEqual(solidityStruct(name));
      const tuples = abiOffers(sides);
      expect(tuples).toHaveLength(2);
      for (const tuple of tuples) expect(tuple).toEqual(signed[name]);
    },
  );
});
