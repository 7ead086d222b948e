import { Answered } from './screen-api.ts';

/** What may fail for want of a network and is tried again anyway. @returns whether it worked */
export async function quietly(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isOfTheNetwork(error)) return false;
    throw error;
  }
}

export const isOfTheNetwork = (error: unknown) =>
  error instanceof Answered || error instanceof TypeError || (error instanceof DOMException && error.name === 'AbortError');

/** Nobody answered at all. */
export const isUnreached = (error: unknown) => isOfTheNetwork(error) && !(error instanceof Answered);

/** Another device is this screen now, with the same key. */
export const isElsewhere = (error: unknown) => error instanceof Answered && error.code === 'SCREEN_ELSEWHERE';

/** The server knows this key no more: not its screen's, or not any. */
export const isUnproven = (error: unknown) =>
  error instanceof Answered && (error.code === 'SCREEN_REVOKED' || error.code === 'SCREEN_UNPROVEN');
