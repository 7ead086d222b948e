import { publicKeyOf } from './device-key.ts';
import type { Enrolled } from './enrolment.svelte.ts';
import { Answered, pairingApi, ScreenApi, type Wire } from './screen-api.ts';

export interface PairDevice {
  keys: CryptoKeyPair;
  /** The demo's screen that this tab is to be. */
  as: string | undefined;
  wire: Wire;
  code(code: string): void;
  unreachable(): void;
  stopped(): boolean;
}

const askEveryMs = 2_500;
/** A slot of that name is a screen of the demo's. */
export const isScreenId = (text: string) => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text);

/** Shows code after code until a clerk has typed one. */
export async function pairDevice(parts: PairDevice): Promise<Enrolled | undefined> {
  const api = pairingApi(parts.wire);
  const publicKey = await publicKeyOf(parts.keys);
  if (parts.as !== undefined && isScreenId(parts.as)) {
    const adopted = await adopt(parts, parts.as, publicKey);
    if (adopted) return adopted;
  }
  while (!parts.stopped()) {
    try {
      const { deviceId, code } = await api.offer(publicKey);
      parts.code(code);
      const paired = await waitFor(parts, deviceId);
      if (paired) return paired;
    } catch (error) {
      if (error instanceof Answered && error.status < 500 && error.status !== 429) throw error;
      parts.unreachable();
      await pause(askEveryMs * (1 + Math.random()));
    }
  }
  return undefined;
}

/** `undefined`: the code has run out, ask for another. */
async function waitFor(parts: PairDevice, deviceId: string) {
  const api = pairingApi(parts.wire);
  for (;;) {
    await pause(askEveryMs);
    if (parts.stopped()) return undefined;
    try {
      const state = await api.state(deviceId);
      if (state.state === 'paired') return { screenId: state.screenId, trusted: { [state.signingKey.id]: state.signingKey.raw } };
      parts.code(state.code);
    } catch (error) {
      if (error instanceof Answered && (error.code === 'PAIRING_CODE_EXPIRED' || error.code === 'PAIRING_CODE_UNKNOWN')) return undefined;
      parts.unreachable();
    }
  }
}

async function adopt(parts: PairDevice, screenId: string, publicKey: string): Promise<Enrolled | undefined> {
  try {
    const { adoption } = await pairingApi(parts.wire).adopt(screenId, publicKey);
    const { signingKey } = await new ScreenApi({ screenId, keys: parts.keys, wire: parts.wire, adoption }).openSession();
    return { screenId, trusted: { [signingKey.id]: signingKey.raw }, adoption };
  } catch (error) {
    // Not the demo, or not this machine: then like every other device, by code.
    if (error instanceof Answered) return undefined;
    parts.unreachable();
    await pause(askEveryMs);
    return undefined;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
