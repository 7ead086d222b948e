/**
 * Muted playing is allowed everywhere; WeChat's browser wants to be asked through its own bridge first, and a few others want a touch.
 * Returns a function that takes the listeners away.
 */
export function keepPlaying(video: HTMLVideoElement): () => void {
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  for (const name of ['playsinline', 'webkit-playsinline', 'x5-playsinline']) video.setAttribute(name, '');

  const play = () => {
    if (!video.paused || (!video.srcObject && !video.currentSrc && !video.src)) return;
    video.play().catch(() => {
      // Refused until a gesture or WeChat's bridge: the listeners below ask again.
    });
  };
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
