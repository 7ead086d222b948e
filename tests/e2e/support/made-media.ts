import type { BrowserContext, Page } from '@playwright/test';

/** A camera of one colour and a microphone of one tone: whose picture and whose voice came through can be told from what arrives. */
export interface MadeMedia {
  /** CSS colour of the whole picture. */
  colour: string;
  hz: number;
}

export async function giveMedia(context: BrowserContext, media: MadeMedia): Promise<void> {
  await context.addInitScript(({ colour, hz }) => {
    const opened: MediaStreamTrack[] = [];
    const players: HTMLAudioElement[] = [];
    Object.assign(window, { madeTracks: opened, madePlayers: players });
    const Real = window.Audio;
    window.Audio = class extends Real {
      constructor() {
        super();
        players.push(this);
      }
    };
    const camera = () => {
      const canvas = document.createElement('canvas');
      // Small and slow: what is told apart is a colour, and four devices share two cores.
      canvas.width = 320;
      canvas.height = 180;
      const draw = canvas.getContext('2d');
      let at = 0;
      // A still canvas sends no frames.
      setInterval(() => {
        at += 1;
        if (!draw) return;
        draw.fillStyle = colour;
        draw.fillRect(0, 0, 320, 180);
        draw.fillStyle = at % 2 === 0 ? '#000' : '#111';
        draw.fillRect(0, 0, 12, 12);
      }, 80);
      return canvas.captureStream(12).getVideoTracks();
    };
    const microphone = () => {
      const audio = new AudioContext();
      const tone = audio.createOscillator();
      tone.frequency.value = hz;
      const gain = audio.createGain();
      gain.gain.value = 0.3;
      const to = audio.createMediaStreamDestination();
      tone.connect(gain).connect(to);
      tone.start();
      void audio.resume();
      return to.stream.getAudioTracks();
    };
    navigator.mediaDevices.getUserMedia = async ({ video, audio }: MediaStreamConstraints = {}) => {
      const tracks = [...(video ? camera() : []), ...(audio ? microphone() : [])];
      opened.push(...tracks);
      return new MediaStream(tracks);
    };
  }, media);
}

/** As a plug that is pulled: the device is gone, and its track says so. */
export async function unplug(page: Page, kind: 'video' | 'audio'): Promise<void> {
  await page.evaluate((which) => {
    for (const track of (window as unknown as { madeTracks: MediaStreamTrack[] }).madeTracks) {
      if (track.kind !== which || track.readyState === 'ended') continue;
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
  }, kind);
}

/** Share of the picture on the page's video that has about this colour, 0 to 1. */
export function shareOf(page: Page, [red, green, blue]: readonly [number, number, number], selector = 'video'): Promise<number> {
  return page.evaluate(
    ([r, g, b, which]) => {
      const video = document.querySelector<HTMLVideoElement>(which as string);
      if (!video || video.videoWidth === 0) return 0;
      const draw = new OffscreenCanvas(64, 36).getContext('2d');
      if (!draw) return 0;
      draw.drawImage(video, 0, 0, 64, 36);
      const { data } = draw.getImageData(0, 0, 64, 36);
      let like = 0;
      for (let at = 0; at < data.length; at += 4) {
        const off = [r, g, b].map((wanted, part) => Math.abs((wanted as number) - (data[at + part] ?? 0)));
        if (Math.max(...off) < 70) like += 1;
      }
      return like / (64 * 36);
    },
    [red, green, blue, selector] as const,
  );
}

/** In dB (about −30 is a voice, below −80 is nothing): how loud each tone comes to the page by WebRTC. Its connections must be watched. */
export const tonesOf = (page: Page, hz: readonly number[]): Promise<number[]> => loudness(page, hz, 'received');

/** As {@link tonesOf}, for what the page plays aloud: a guest gets the program's picture with its sound, and hears only the room. */
export const playedTonesOf = (page: Page, hz: readonly number[]): Promise<number[]> => loudness(page, hz, 'played');

function loudness(page: Page, hz: readonly number[], which: 'received' | 'played'): Promise<number[]> {
  return page.evaluate(
    async ({ wanted, which }) => {
      const known = window as unknown as {
        gangboConnections?: RTCPeerConnection[];
        madePlayers?: HTMLAudioElement[];
        gangboEars?: { context: AudioContext; meter: AnalyserNode; heard: Map<string, MediaStreamAudioSourceNode> };
      };
      known.gangboEars ??= (() => {
        const context = new AudioContext({ sampleRate: 48_000 });
        const meter = context.createAnalyser();
        meter.fftSize = 8192;
        meter.smoothingTimeConstant = 0;
        return { context, meter, heard: new Map<string, MediaStreamAudioSourceNode>() };
      })();
      const { context, meter, heard } = known.gangboEars;
      await context.resume();
      const received = (known.gangboConnections ?? [])
        .filter((connection) => connection.connectionState !== 'closed')
        .flatMap((connection) => connection.getReceivers().map(({ track }) => track));
      const played = (known.madePlayers ?? [])
        .filter((player) => !player.muted && !player.paused)
        .flatMap((player) => (player.srcObject as MediaStream | null)?.getAudioTracks() ?? []);
      const tracks = (which === 'received' ? received : played).filter(({ kind, readyState }) => kind === 'audio' && readyState === 'live');
      for (const [id, source] of heard) {
        if (tracks.some((track) => track.id === id)) continue;
        source.disconnect();
        heard.delete(id);
      }
      for (const track of tracks) {
        if (heard.has(track.id)) continue;
        const source = context.createMediaStreamSource(new MediaStream([track]));
        source.connect(meter);
        heard.set(track.id, source);
      }
      // What is measured is the last 170 ms: of now, not of before the question.
      await new Promise((resolve) => setTimeout(resolve, 220));
      const bins = new Float32Array(meter.frequencyBinCount);
      meter.getFloatFrequencyData(bins);
      return wanted.map((each) => {
        const middle = Math.round((each * meter.fftSize) / context.sampleRate);
        return Math.max(...bins.slice(middle - 2, middle + 3));
      });
    },
    { wanted: hz, which },
  );
}
