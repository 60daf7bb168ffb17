import { ContractFunctionRevertedError, encodeErrorResult, toFunctionSelector } from 'viem';
import { describe, expect, it } from 'vitest';
import { marketAbi } from './generated/market-abi';
import {
  describeMarketError,
  marketErrorTexts,
  marketProblemOf,
  marketProblemOfData,
  skipReasonOf,
} from './market-error.view';

const errors = marketAbi.filter((item) => item.type === 'error');

describe('errors of the market', () => {
  it('all have a text that names no value the error lacks', () => {
    const names = errors.map((item) => item.name).filter((name) => name.startsWith('Market_'));
    expect(names.filter((name) => !marketErrorTexts[name])).toEqual([]);
    for (const { name, inputs } of errors) {
      const used = [...(marketErrorTexts[name]?.says.matchAll(/\{(\d)\}/g) ?? [])];
      for (const [, digit] of used) expect(Number(digit), name).toBeLessThan(inputs.length);
    }
  });

  it('are said in words, with their values', () => {
    const problem = describeMarketError('Market_BuyerBalanceTooLow', [2_500_000n, 1_000_000n]);
    expect(problem.text).toBe('The buyer must lock 2.50 and has 1.00.');
    expect(describeMarketError('Market_WindowTooShort', [90n, 30n]).text).toContain('30 s');
    expect(describeMarketError('Market_JobExpired', [2n ** 40n, 5n]).text).toContain('UTC');
  });

  it('are found in the data of a revert and in what viem throws', () => {
    const data = encodeErrorResult({
      abi: marketAbi,
      errorName: 'Market_LaneBusy',
      args: [3n],
    });
    expect(marketProblemOfData(data)?.text).toBe('Lane 3 of the resource offer has a live deal.');
    const reverted = new ContractFunctionRevertedError({
      abi: marketAbi,
      data,
      functionName: 'matchDeal',
    });
    const wrapped = new Error('outer', { cause: new Error('inner', { cause: reverted }) });
    expect(marketProblemOf(wrapped)?.name).toBe('Market_LaneBusy');
    expect(marketProblemOf(new Error('socket closed'))).toBeUndefined();
    expect(marketProblemOfData('0x12345678')).toBeUndefined();
  });

  it('are named by the selector of a skipped item', () => {
    const selector = toFunctionSelector('Market_LaneBusy(uint256)');
    expect(skipReasonOf(selector)).toMatchObject({ name: 'Market_LaneBusy' });
  });
});
