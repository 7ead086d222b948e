import type { types } from 'mediasoup-client';
import type { z } from 'zod';
import type { programInfo, viewerOffer } from '../../../../server/contract/live.ts';

export type ProgramInfo = z.infer<typeof programInfo>;
export type ViewerOffer = z.infer<typeof viewerOffer>;

/** A coded answer of the server (contract/problems.ts). */
export class SignallingRefused extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, message: string) {
    super(message);
    this.name = 'SignallingRefused';
    this.code = code;
    this.status = status;
  }
}

/** The viewer's side of the program's signalling: plain JSON over HTTP. */
export interface ViewerSignalling {
  info(): Promise<ProgramInfo>;
  open(rtpCapabilities: types.RtpCapabilities): Promise<ViewerOffer>;
  connect(viewerId: string, dtlsParameters: types.DtlsParameters): Promise<void>;
  resume(viewerId: string): Promise<void>;
  restartIce(viewerId: string): Promise<types.IceParameters>;
  /** Never rejects: whoever leaves does not wait. */
  close(viewerId: string): void;
}

export type Post = <T>(path: string, body?: unknown) => Promise<T>;

/** How long one question may take before it counts as unanswered, ms: a viewer has another path to try. */
const ANSWER_WITHIN_MS = 5_000;

/**
 * JSON requests below one address.
 * @param more.headers what proves who asks, where a cookie does not
 * @param more.answerWithinMs for who has no other way and had better wait for a busy server
 * @throws SignallingRefused for a coded answer, TypeError or DOMException without one
 */
export function jsonClient(
  base: string,
  more: { headers?: () => Record<string, string>; answerWithinMs?: number } = {},
): { get: <T>(path: string) => Promise<T>; post: Post; tell: (path: string, body: unknown) => void; leave: (path: string) => void } {
  const { headers = () => ({}), answerWithinMs = ANSWER_WITHIN_MS } = more;
  const ask = async <T>(path: string, init: RequestInit): Promise<T> => {
    // AbortSignal.timeout is newer than the old glass.
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), answerWithinMs);
    try {
      const response = await fetch(base + path, { ...init, headers: { ...headers(), ...init.headers }, signal: abort.signal });
      if (response.status === 204) return undefined as T;
      const body: unknown = await response.json();
      if (response.ok) return body as T;
      const problem = body as { code?: string; message?: string };
      throw new SignallingRefused(problem.code ?? 'INTERNAL', response.status, problem.message ?? '');
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    get: (path) => ask(path, {}),
    post: (path, body) => ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) }),
    // Both must get through while the page is being closed, and nobody is left who could hear an answer.
    tell: (path, body) => {
      const init = { method: 'POST', headers: { ...headers(), 'content-type': 'application/json' }, body: JSON.stringify(body) };
      void fetch(base + path, { ...init, keepalive: true }).catch(() => {
        // A last word that is lost is a few seconds of one viewer.
      });
    },
    leave: (path) => {
      void fetch(base + path, { method: 'DELETE', headers: headers(), keepalive: true }).catch(() => {
        // The server notices by itself that nobody listens any more.
      });
    },
  };
}

/** @param base e.g. `/api/live/<episode>` */
export function viewerSignalling(base: string): ViewerSignalling {
  const { get, post, leave } = jsonClient(base);
  return {
    info: () => get('/program'),
    open: (rtpCapabilities) => post('/viewers', { rtpCapabilities }),
    connect: (viewerId, dtlsParameters) => post(`/viewers/${viewerId}/connect`, { dtlsParameters }),
    resume: (viewerId) => post(`/viewers/${viewerId}/resume`),
    restartIce: (viewerId) => post(`/viewers/${viewerId}/restart-ice`),
    close: (viewerId) => leave(`/viewers/${viewerId}`),
  };
}
