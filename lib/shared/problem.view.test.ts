import { BaseError, InsufficientFundsError, InternalRpcError, TimeoutError } from 'viem';
import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error';
import { problemOf } from './problem.view';

describe('problemOf', () => {
  it('is calm when the person said no', () => {
    const error = new Error('outer', { cause: Object.assign(new Error('no'), { code: 4001 }) });
    expect(problemOf(error).declined).toBe(true);
  });
  it('says what to do with a wallet that is locked, busy or cut off', () => {
    const said = (code: number) =>
      problemOf(new Error('outer', { cause: Object.assign(new Error('no'), { code }) }));
    expect(said(-32_002).advice).toContain('answer or decline');
    expect(said(4100).advice).toContain('unlock it');
    expect(said(4900).title).toBe('Your wallet has no connection to the chain.');
    expect(said(4901).title).toBe(said(4900).title);
    const late = new TimeoutError({ body: {}, url: 'http://127.0.0.1:8545' });
    expect(problemOf(late).title).toBe('The chain did not answer in time.');
  });
  it('says that an account has too little coin, not that it has none', () => {
    const cause = new InsufficientFundsError({
      cause: new BaseError('insufficient funds for gas * price + value: have 1 want 2'),
    });
    for (const error of [cause, new BaseError('Failed.', { cause }), cause.cause]) {
      expect(problemOf(error).title).toBe('Your account has too little coin to pay for gas.');
    }
  });
  it('says what a wallet said, and not that something internal was', () => {
    const said = (message: string) => problemOf(new InternalRpcError(new Error(message)));
    expect(said('Ledger: open the app of the chain').title).toBe(
      'Ledger: open the app of the chain',
    );
    const moved = said('Provided chainId "31337" must match the active chainId "1"');
    expect(moved.title).toBe('Your wallet is on another network.');
    expect(moved.advice).toContain('Switch it back');
  });
  it('tells an ended session from content that cannot be had', () => {
    const cause = new ApiError(401, 'session_expired', 'Your session has ended.');
    const error = new Error('The inputs cannot be had', { cause });
    expect(problemOf(error).title).toBe('Your session has ended.');
    expect(problemOf(new Error('The inputs cannot be had')).title).toBe('The inputs cannot be had');
  });
  it.each([
    'Failed to fetch',
    'NetworkError when attempting to fetch resource.',
    'Load failed',
    'fetch failed',
  ])('knows a server that does not answer in the words of every browser: %s', (words) => {
    expect(problemOf(new TypeError(words)).title).toBe('The chain could not be reached.');
  });
  it('keeps what the API says', () => {
    expect(problemOf(new ApiError(400, 'x', 'No such deal.', 'Check the id.'))).toEqual({
      title: 'No such deal.',
      advice: 'Check the id.',
      declined: false,
    });
  });
});
