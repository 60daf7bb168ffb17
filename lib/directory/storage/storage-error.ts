import { ServiceError } from '../service-error';

/** The store cannot be reached or does not answer: nothing is lost, and trying again may help. */
export function storageUnavailable(cause: unknown): ServiceError {
  const error = new ServiceError(
    503,
    'storage_unavailable',
    'This directory cannot reach its storage at the moment.',
    'Nothing that it promised is lost. Try again in a minute, or use another directory.',
  );
  error.cause = cause;
  return error;
}

/** No room for more. What is held already stays. */
export function storeFull(cause?: unknown): ServiceError {
  const error = new ServiceError(
    507,
    'store_full',
    'This directory has no room left.',
    'Use another directory, or try again later.',
  );
  if (cause !== undefined) error.cause = cause;
  return error;
}

/** One network has as much here as it may that no deal is about. */
export function shareFull(): ServiceError {
  return new ServiceError(
    507,
    'share_full',
    'What came from your address and belongs to no deal fills its share of this directory.',
    'What has no receipt goes after about an hour, what has one when it runs out or a deal is matched on it. Wait, or use another directory.',
  );
}

/** Whether something was refused for want of room. */
export function isFull(error: unknown): boolean {
  return error instanceof ServiceError && error.status === 507;
}

/** A wrong setting: starting again does not help before somebody has changed it. */
export class StorageSettingsError extends Error {
  override readonly name = 'StorageSettingsError';
}
