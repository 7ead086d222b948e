import { viewerNumber } from '../../domain/audience/room.ts';
import type { Context } from '../context.ts';

/** A browser's random key, which it keeps in a cookie: 16 bytes in base64url. */
export const viewerKeyForm = /^[\w-]{22}$/;

export interface Viewer {
  viewerHash: string;
  /** 求职者·<number> */
  number: number;
}

/** Somebody without an account: the same for one browser in one episode, and nobody known in the next. */
export function viewerOf(ctx: Pick<Context, 'vault'>, episodeId: string, key: string): Viewer {
  const viewerHash = ctx.vault.fingerprint(`viewer:${episodeId}:${key}`);
  return { viewerHash, number: viewerNumber(viewerHash) };
}

export const newViewerKey = (ctx: Pick<Context, 'random'>): string => Buffer.from(ctx.random.bytes(16)).toString('base64url');
