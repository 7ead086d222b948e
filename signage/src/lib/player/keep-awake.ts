interface WakeLockNavigator {
  wakeLock?: { request(type: 'screen'): Promise<{ release(): Promise<void> }> };
}

/** Keeps the display on where the browser can (Chromium 84); asked again whenever the page becomes visible. @returns how to stop */
export function keepAwake(): () => void {
  const { wakeLock } = navigator as WakeLockNavigator;
  if (wakeLock === undefined) return () => {};
  let held: { release(): Promise<void> } | undefined;
  const ask = () => {
    if (document.visibilityState !== 'visible') return;
    wakeLock.request('screen').then(
      (lock) => {
        held = lock;
      },
      () => {
        // Refused on battery: the box's own settings decide then.
        held = undefined;
      },
    );
  };
  ask();
  document.addEventListener('visibilitychange', ask);
  return () => {
    document.removeEventListener('visibilitychange', ask);
    void held?.release();
  };
}
