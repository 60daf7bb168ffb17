import type { Address } from 'viem';

interface ReadOperatorsParameters {
  rpcUrl: string;
  market: Address;
  fromBlock: bigint;
  principal: Address;
}

/** The operators that an account allows now, from the chain's own logs. */
export async function readOperators(parameters: ReadOperatorsParameters): Promise<Address[]> {
  const { rpcUrl, market, fromBlock, principal } = parameters;
  const [{ createPublicClient, getAbiItem, http }, { marketAbi }] = await Promise.all([
    import('viem'),
    import('../chain/generated/market-abi'),
  ]);
  const client = createPublicClient({ transport: http(rpcUrl) });
  const logs = await client.getLogs({
    address: market,
    event: getAbiItem({ abi: marketAbi, name: 'OperatorSet' }),
    args: { principal },
    fromBlock,
    strict: true,
  });
  const allowed = new Set<Address>();
  for (const { args } of logs) {
    if (args.allowed) allowed.add(args.operator);
    else allowed.delete(args.operator);
  }
  return [...allowed];
}
