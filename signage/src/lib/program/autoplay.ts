import type { PictureSound } from './picture-sound.ts';

/**
 * Plays whenever there is something to play; WeChat's browser wants to be asked through its own bridge first, and a few others want a touch.
 * Returns a function that takes the listeners away.
 */
export function keepPlaying(video: HTMLVideoElement, sound: PictureSound): () => void {
  video.autoplay = true;
  video.playsInline = true;
  for (const name of ['playsinline', 'webkit-playsinline', 'x5-playsinline']) video.setAttribute(name, '');

  const play = () => sound.play();
  const paths: [EventTarget, string][] = [
    [document, 'WeixinJSBridgeReady'],
    [document, 'touchend'],
    [document, 'visibilitychange'],
    [video, 'loadedmetadata'],
    [video, 'canplay'],
  ];
  for (const [target, event] of paths) target.addEventListener(event, play);
  play();
  return () => {
    for (const [target, event] of paths) target.removeEventListener(event, play);
  };
}
