import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error';
import { problemOf } from './problem.view';

describe('problemOf', () => {
  it('is calm when the person said no', () => {
    const error = new Error('outer', { cause: Object.assign(new Error('no'), { code: 4001 }) });
    expect(problemOf(error).declined).toBe(true);
  });
  it('keeps what the API says', () => {
    expect(problemOf(new ApiError(400, 'x', 'No such deal.', 'Check the id.'))).toEqual({
      title: 'No such deal.',
      advice: 'Check the id.',
      declined: false,
    });
  });
});
