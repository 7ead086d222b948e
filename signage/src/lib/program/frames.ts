export interface ShownFrame {
  /** Of the RTP packets that carried it; only over WebRTC. */
  readonly rtpTimestamp: number | undefined;
}

interface FrameMetadata {
  readonly rtpTimestamp?: number;
}

/** requestVideoFrameCallback stands in the browsers before it stands in TypeScript's DOM of every target. */
interface WithFrameCallback {
  requestVideoFrameCallback(callback: (now: number, metadata: FrameMetadata) => void): number;
  cancelVideoFrameCallback(handle: number): void;
}

const POLL_MS = 100;

/** Calls back for each picture that comes on glass. Returns a function that stops it. */
export function watchFrames(video: HTMLVideoElement, onFrame: (frame: ShownFrame) => void): () => void {
  if (!('requestVideoFrameCallback' in video)) return pollPosition(video, onFrame);
  const element = video as HTMLVideoElement & WithFrameCallback;
  let handle = 0;
  const next = () => {
    handle = element.requestVideoFrameCallback((_, metadata) => {
      onFrame({ rtpTimestamp: metadata.rtpTimestamp });
      next();
    });
  };
  next();
  return () => element.cancelVideoFrameCallback(handle);
}

/** Old WebViews: a position that moves stands for pictures that do. */
function pollPosition(video: HTMLVideoElement, onFrame: (frame: ShownFrame) => void): () => void {
  let last = video.currentTime;
  const timer = setInterval(() => {
    if (video.currentTime === last) return;
    last = video.currentTime;
    onFrame({ rtpTimestamp: undefined });
  }, POLL_MS);
  return () => clearInterval(timer);
}
