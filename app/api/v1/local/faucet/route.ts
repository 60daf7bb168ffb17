import { z } from 'zod';
import { requireLocalChain } from '@/app/api/_http/local-only';
import { readBody, route } from '@/app/api/_http/route';
import { fillFromFaucet } from '@/lib/chain/local-faucet.server';
import { chainClient } from '@/lib/chain/market-access.server';
import { addressField } from '@/lib/shared/json-fields';

const bodySchema = z.object({ address: addressField });

/** Gives an address gas and test tokens. Development chain only. */
export const POST = route(async (request) => {
  const { token } = await requireLocalChain();
  const { address } = await readBody(request, bodySchema);
  return fillFromFaucet(chainClient(), process.env.RPC_URL ?? '', token, address);
});
